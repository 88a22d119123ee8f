/** An operation to begin with, as a tab of the explorer and on the landing page. */
export interface ExampleOperation {
  readonly title: string;
  readonly about: string;
  readonly operation: string;
}

/** In the order in which a newcomer gets to know the service. Ids are those of the shipped sample. */
export const EXAMPLE_OPERATIONS: readonly ExampleOperation[] = [
  {
    title: 'Accounts',
    about: 'Every account with its margin over all layers.',
    operation: `# Every account with its margin over all layers, in USD.
# Collateral is rounded down, requirements up; health = equity / maintenance margin.
{
  accounts(first: 10) {
    edges {
      node {
        id
        desk
        margin {
          equity
          initialMargin
          maintenanceMargin
          freeCollateral
          health
          band
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    title: 'One account',
    about: 'Margin per layer and per asset, what is in transit, and what it was computed from.',
    operation: `# One account: where its collateral lies, what is between two layers, and the evidence.
{
  account(id: "atlas-basis") {
    margin {
      equity
      health
      layers { name collateralValue unrealisedPnl maintenanceMargin }
      assets { family quantity value collateralValue }
      inTransit { value collateralValue holdings { family quantity credit transfer } }
      positions { instrument size entryPrice markPrice unrealisedPnl }
      gaps { code subject }
      evidence { accountSeq priceVector policyVersion }
    }
    openCase { id stage }
    asOfSeq
  }
}
`,
  },
  {
    title: 'Margin events',
    about: 'A subscription: the margin now, then every change in order.',
    operation: `# Send it: the first message is the state now, then every change follows in order.
# To resume after a break, pass the last seq you have as fromSeq.
subscription {
  marginEvents(account: "meridian-momentum") {
    kind
    asOfSeq
    prevSeq
    seq
    at
    margin { equity health band }
  }
}
`,
  },
  {
    title: 'Liquidations',
    about: 'A subscription: the open case of an account, then every step of every case.',
    operation: `# The open liquidation case of an account, then every step of every case with its plan and evidence.
subscription {
  liquidationEvents(account: "meridian-momentum") {
    kind
    seq
    at
    cases {
      id
      stage
      plan {
        reductions { instrument chain sizeChange markPrice }
        seizures { chain amount { symbol quantity } value }
        healthAfter
        shortfall
      }
      history { stage at evidence { health priceVector policyVersion } }
    }
  }
}
`,
  },
  {
    title: 'Transfers',
    about: 'Cross-layer transfers with the logs they were put together from.',
    operation: `# Cross-layer transfers with the logs they were put together from.
{
  transfers(first: 10) {
    edges {
      node {
        id
        bridge
        stage
        sourceChain
        destinationChain
        sent { symbol quantity }
        received { symbol quantity }
        history { stage at eventName }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    title: 'Quote',
    about: 'A route from one layer to another with exact amounts.',
    operation: `# 1,000 USDC from OP Mainnet to Arbitrum One. The query "layers" lists all assets.
{
  quote(
    input: {
      input: { asset: "eip155:10/erc20:0x0b2c639c533813f4aa9d7837caf62653d097ff85", amount: "1000" }
      output: "eip155:42161/erc20:0xaf88d065e77c8cc2239327c5edb3a432268e5831"
    }
  ) {
    graphVersion
    input { symbol quantity }
    output { symbol quantity raw }
    legs { edge input { quantity } output { quantity } }
    latency { medianSeconds upperQuartileSeconds }
    security
  }
}
`,
  },
  {
    title: 'Settlements',
    about: 'Accepted quotes and how far their legs have come.',
    operation: `# Accepted quotes: mutation acceptQuote takes one, executionPlan says what to sign,
# mutation reportLeg tells what was sent; the bridges tell the rest.
{
  settlements(first: 10) {
    edges {
      node {
        id
        account
        state
        input { symbol quantity }
        legs { edge attempts { progress departed { quantity } delivered { quantity } transfer } }
        holdings { symbol quantity }
      }
    }
  }
}
`,
  },
  {
    title: 'Risk policy',
    about: 'The rules and thresholds in effect.',
    operation: `# The policy in effect; "riskPolicies" gives every version.
{
  riskPolicy {
    version
    name
    warningHealth
    liquidationHealth
    targetHealth
    rules { path rule parameters }
  }
}
`,
  },
  {
    title: 'Permitted now',
    about: 'Whether an action may go ahead, the insurance fund, and what systemic risk has triggered.',
    operation: `# What adds to risk waits while there is a reason to; what lowers it never does.
{
  gates(input: {
    account: "meridian-momentum"
    action: WITHDRAW
    assets: ["eip155:10/erc20:0x0b2c639c533813f4aa9d7837caf62653d097ff85"]
  }) {
    isPermitted
    asOf
    holds { reason subject since until }
  }
  insuranceFund { account balance minimum isBelowMinimum value }
  systemicActions { threshold dimension subject action since value affected }
  systemicActionHistory(first: 5) { edges { node { at kind value action { threshold subject } } } }
}
`,
  },
  {
    title: 'Dead letters',
    about: 'Input that could not be read, and why.',
    operation: `# Input that could not be read, kept with its reason. Operators retry or skip it:
# mutation { skipDeadLetter(id: "…", by: "ada", reason: "spoofed contract") { id status } }
{
  deadLetters(first: 10) {
    edges { node { id status topic code message subject at } }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    title: 'Bridges',
    about: 'What each bridge holds and owes, and the arrivals that nothing explains.',
    operation: `# locked + burned - minted - released = inFlight + fees - awaiting - unexplained - opening, in base units.
# A bridge with an open alarm is frozen: no new collateral in transit counts over it.
{
  bridgeConservation {
    bridge
    isFrozen
    positions { asset locked burned minted released inFlight fees awaiting unexplained opening }
  }
  bridgeAlerts(first: 10, filter: { status: OPEN }) {
    edges {
      node {
        id
        code
        severity
        message
        arrival { chain at transactionHash amount { quantity symbol raw } recipient }
      }
    }
  }
}
`,
  },
];
