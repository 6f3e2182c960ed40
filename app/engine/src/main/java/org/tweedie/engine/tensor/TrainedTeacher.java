package org.tweedie.engine.tensor;

import java.util.Map;
import org.tweedie.api.plugin.Assembly;

/**
 * A network that another one learns from.
 *
 * @param parts of its run
 * @param weights values by parameter name, in row-major order
 */
public record TrainedTeacher(Assembly parts, Map<String, float[]> weights) {}
