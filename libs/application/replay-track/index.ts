export {
  groupTrack,
  replayGroup,
  type ReplayTrackPorts,
  type TrackGroup,
  type TrackRecord,
} from './replay-track.js';
