package org.tweedie.denoisers.integer;

/**
 * The functions of integers as tables; not to be written to.
 *
 * @param silu see {@link FixedPoint#silu}
 * @param sines see {@link FixedPoint#sines}
 * @param waves see {@link FixedPoint#waves}
 */
record HostTables(int[] silu, int[] sines, int[][] waves) {

  HostTables() {
    this(FixedPoint.silu(), FixedPoint.sines(), FixedPoint.waves(Design.WAVES));
  }
}
