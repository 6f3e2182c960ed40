package org.tweedie.app.tensor;

import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.schedule.NoiseLevel;

/**
 * What one training step is fed.
 *
 * @param step the step's number, from 1
 * @param signal the clean examples
 * @param labels their classes as the network sees them: hidden ones are the null class
 * @param levels the noise level of each example, at its time t
 * @param slopes the derivative of the log SNR by time, at each t
 * @param earlier the noise levels of each example one step earlier, two steps earlier, and so on as
 *     far as the objective looks
 * @param seed what the step's noise and dropout are drawn from
 */
public record TrainingInput(
    long step,
    Batch signal,
    int[] labels,
    NoiseLevel[] levels,
    double[] slopes,
    List<NoiseLevel[]> earlier,
    long seed) {}
