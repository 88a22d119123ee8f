// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// The two contracts that an Across transfer of ether touches, reduced to the logs they leave.
/// Event signatures: across-protocol/contracts, SpokePool version 3 with 32-byte addresses; canonical WETH9.
contract WrappedEther {
    event Deposit(address indexed dst, uint256 wad);
    event Withdrawal(address indexed src, uint256 wad);

    function deposit() external payable {
        emit Deposit(msg.sender, msg.value);
    }

    function withdraw(uint256 wad) external {
        emit Withdrawal(msg.sender, wad);
        payable(msg.sender).transfer(wad);
    }
}

contract SpokePool {
    struct V3RelayExecutionEventInfo {
        bytes32 updatedRecipient;
        bytes32 updatedMessageHash;
        uint256 updatedOutputAmount;
        uint8 fillType;
    }

    struct Relay {
        bytes32 inputToken;
        bytes32 outputToken;
        uint256 inputAmount;
        uint256 outputAmount;
        uint256 originChainId;
        uint256 destinationChainId;
        uint256 depositId;
        bytes32 depositor;
        bytes32 recipient;
    }

    event FundsDeposited(
        bytes32 inputToken,
        bytes32 outputToken,
        uint256 inputAmount,
        uint256 outputAmount,
        uint256 indexed destinationChainId,
        uint256 indexed depositId,
        uint32 quoteTimestamp,
        uint32 fillDeadline,
        uint32 exclusivityDeadline,
        bytes32 indexed depositor,
        bytes32 recipient,
        bytes32 exclusiveRelayer,
        bytes message
    );
    event FilledRelay(
        bytes32 inputToken,
        bytes32 outputToken,
        uint256 inputAmount,
        uint256 outputAmount,
        uint256 repaymentChainId,
        uint256 indexed originChainId,
        uint256 indexed depositId,
        uint32 fillDeadline,
        uint32 exclusivityDeadline,
        bytes32 exclusiveRelayer,
        bytes32 indexed relayer,
        bytes32 depositor,
        bytes32 recipient,
        bytes32 messageHash,
        V3RelayExecutionEventInfo relayExecutionInfo
    );

    WrappedEther public immutable wrappedEther = new WrappedEther();
    uint32 private constant DEADLINE = 2_000_000_000;

    receive() external payable {}

    function deposit(Relay calldata relay) external payable {
        wrappedEther.deposit{value: msg.value}();
        emit FundsDeposited(
            relay.inputToken,
            relay.outputToken,
            relay.inputAmount,
            relay.outputAmount,
            relay.destinationChainId,
            relay.depositId,
            1_700_000_000,
            DEADLINE,
            0,
            relay.depositor,
            relay.recipient,
            bytes32(0),
            ''
        );
    }

    function fill(Relay calldata relay) external payable {
        wrappedEther.deposit{value: msg.value}();
        wrappedEther.withdraw(msg.value);
        emit FilledRelay(
            relay.inputToken,
            relay.outputToken,
            relay.inputAmount,
            relay.outputAmount,
            block.chainid,
            relay.originChainId,
            relay.depositId,
            DEADLINE,
            0,
            bytes32(0),
            bytes32(uint256(uint160(msg.sender))),
            relay.depositor,
            relay.recipient,
            bytes32(0),
            V3RelayExecutionEventInfo(relay.recipient, bytes32(0), relay.outputAmount, 0)
        );
    }
}
