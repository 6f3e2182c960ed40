package org.tweedie.samplers;

import org.tweedie.laws.contract.SamplerContract;

/** The contract of samplers of an order above 1, which need fewer steps to be as near. */
abstract class HighOrderContract extends SamplerContract {
  @Override
  protected int manySteps() {
    return 100;
  }
}
