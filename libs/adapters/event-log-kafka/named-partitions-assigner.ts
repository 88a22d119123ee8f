import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

const NAME = 'causeway-named-partitions';
const NO_USER_DATA = Buffer.alloc(0);

/** Assigns exactly the named partitions of a topic, for a group that has one member. */
export function namedPartitionsAssigner(topic: string, partitions: readonly number[]): PartitionAssigner {
  const encodeAssignment = (assignment: Record<string, number[]>) =>
    AssignerProtocol.MemberAssignment.encode({ version: 0, assignment, userData: NO_USER_DATA });
  return () => ({
    name: NAME,
    version: 0,
    assign: async ({ members }) =>
      members.map(({ memberId }, index) => ({
        memberId,
        memberAssignment: encodeAssignment(index === 0 ? { [topic]: [...partitions] } : {}),
      })),
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: NO_USER_DATA }),
    }),
  });
}
