// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

interface IPool {
    function mint(address recipient, int24 lower, int24 upper, uint128 liquidity, bytes calldata data)
        external
        returns (uint256, uint256);
    function token0() external view returns (address);
    function token1() external view returns (address);
}

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
}

/// Adds positions to a pool of Uniswap v3 and pays for them from what it holds, as the pool asks of whoever adds one.
contract LiquidityProvider {
    function add(address pool, int24 lower, int24 upper, uint128 liquidity) external {
        IPool(pool).mint(address(this), lower, upper, liquidity, "");
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        if (amount0 > 0) IToken(IPool(msg.sender).token0()).transfer(msg.sender, amount0);
        if (amount1 > 0) IToken(IPool(msg.sender).token1()).transfer(msg.sender, amount1);
    }
}
