package org.tweedie.laws.identity;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.model.Batch;
import org.tweedie.api.sampler.NoiseSource;

/** Remembers which noise a sampler asks for. A local variable of one run; not safe for threads. */
final class PathWalk implements NoiseSource {

  /** A part of the path, between two log SNRs. */
  record Interval(double from, double to) {}

  private final NoiseSource noise;
  private final List<Interval> increments = new ArrayList<>();
  private final List<Interval> areas = new ArrayList<>();
  private int draws;

  PathWalk(NoiseSource noise) {
    this.noise = noise;
  }

  @Override
  public Batch draw(long draw) {
    draws++;
    return noise.draw(draw);
  }

  @Override
  public Batch increment(double from, double to, long draw) {
    increments.add(new Interval(from, to));
    return noise.increment(from, to, draw);
  }

  @Override
  public Batch area(double from, double to, long draw) {
    areas.add(new Interval(from, to));
    return noise.area(from, to, draw);
  }

  /** Whether there was noise, and all of it the path's. */
  boolean isOnThePath() {
    return draws == 0 && !increments.isEmpty();
  }

  /** The parts whose ends were asked for, in order. */
  List<Interval> increments() {
    return increments;
  }

  /** The parts whose mean distance to a straight line was asked for, in order. */
  List<Interval> areas() {
    return areas;
  }
}
