/**
 * The engine's face: what a program in Java, a study or the command line does with Tweedie.
 *
 * <p>{@link org.tweedie.engine.Tweedie} knows the components and makes and opens runs, {@link
 * org.tweedie.engine.config.RunConfig} says what a run is made of, {@link org.tweedie.engine.Run}
 * trains, measures and samples, {@link org.tweedie.engine.Samples} says what to draw, {@link
 * org.tweedie.engine.RunListener} hears how far the work is. The packages beneath are its parts;
 * those for configs, problems, plugins, files, pictures and progress belong to its vocabulary, the
 * others are its own.
 */
@NullMarked
package org.tweedie.engine;

import org.jspecify.annotations.NullMarked;
