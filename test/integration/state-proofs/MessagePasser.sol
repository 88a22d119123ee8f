// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// What proofs are about, reduced to its storage and logs. `sentMessages` and the withdrawal hash are those of
/// ethereum-optimism/optimism, L2ToL1MessagePasser, of whose storage it is the first slot.
contract MessagePasser {
    mapping(bytes32 => bool) public sentMessages;
    uint256 public messageNonce;
    uint256[] public numbers;

    event MessagePassed(
        uint256 indexed nonce,
        address indexed sender,
        address indexed target,
        uint256 value,
        uint256 gasLimit,
        bytes data,
        bytes32 withdrawalHash
    );

    function initiateWithdrawal(address target, uint256 gasLimit, bytes memory data) external payable {
        bytes32 withdrawalHash = keccak256(
            abi.encode(messageNonce, msg.sender, target, msg.value, gasLimit, data)
        );
        sentMessages[withdrawalHash] = true;
        emit MessagePassed(messageNonce, msg.sender, target, msg.value, gasLimit, data, withdrawalHash);
        ++messageNonce;
    }

    function store(uint256[] memory values) external {
        numbers = values;
    }
}
