/**
 * The engine's face: what a program in Java, a study or the command line does with Tweedie.
 *
 * <p>{@link org.tweedie.engine.Tweedie} knows the components and makes and opens runs, {@link
 * org.tweedie.engine.config.RunConfig} says what a run is made of, {@link org.tweedie.engine.Run}
 * trains, measures and samples, {@link org.tweedie.engine.ClassifierRun} trains classifiers, {@link
 * org.tweedie.engine.Samples} says what to draw, {@link org.tweedie.engine.Readings} what was
 * measured, and {@link org.tweedie.engine.Scoring} compares samples of anywhere with data. What a
 * trained model does beside that is in rooms of its own: {@code image}, {@code compression}, {@code
 * export}, {@code inspection} and {@code reproduction}. The packages for configs, problems,
 * plugins, files, pictures and progress are the vocabulary of all these; the others are the
 * engine's own.
 */
@NullMarked
package org.tweedie.engine;

import org.jspecify.annotations.NullMarked;
