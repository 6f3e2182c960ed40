/** From YAML to a run's components and options, and back. */
package org.tweedie.engine.config;
