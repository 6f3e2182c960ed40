/** From YAML to a run's components and options, and back. */
@NullMarked
package org.tweedie.engine.config;

import org.jspecify.annotations.NullMarked;
