package org.tweedie.api.data;

/**
 * Where examples come from. A source is constructed once a run, reads what it needs when it is
 * constructed, and never changes afterwards; the same options give the same examples in the same
 * order.
 *
 * <p>A constructor that finds its files missing or damaged throws {@link DataException}, whose
 * message the user reads.
 */
public interface DataSource {

  /** Shape, levels and classes. */
  DataDescription description();

  /** The examples to learn from. */
  Examples train();

  /** The held-out examples; never empty. */
  Examples test();
}
