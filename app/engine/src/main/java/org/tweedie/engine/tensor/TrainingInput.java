package org.tweedie.engine.tensor;

import org.tweedie.api.model.Batch;
import org.tweedie.api.objective.TimeDraw;

/**
 * What one training step is fed.
 *
 * @param step the step's number, from 1
 * @param signal the clean examples
 * @param labels their classes as the network sees them: hidden ones are the null class
 * @param draw the time of each example, with its density and weight; where time is discrete, the
 *     ends of steps
 * @param seed what the step's noise and dropout are drawn from
 */
public record TrainingInput(long step, Batch signal, int[] labels, TimeDraw draw, long seed) {}
