package org.tweedie.app.run;

import org.tweedie.api.data.DataSource;
import org.tweedie.api.plugin.Assembly;

/**
 * A run's components, made and found to go together.
 *
 * @param assembly the components
 * @param data the data
 */
public record Assembled(Assembly assembly, DataSource data) {}
