package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;

/**
 * What the session calls of a step are fed, one after the other: one for each part of its batch. To
 * close it closes the tensors.
 */
public final class Feeds implements AutoCloseable {

  private record Feed(Operand<?> placeholder, Tensor tensor) {}

  private final List<List<Feed>> calls = new ArrayList<>(List.of(new ArrayList<>()));

  Feeds() {}

  /** What is fed by some filling; closed again if that fails half-way. */
  static Feeds of(Consumer<Feeds> filling) {
    Feeds feeds = new Feeds();
    try {
      filling.accept(feeds);
      return feeds;
    } catch (RuntimeException | Error e) {
      feeds.close();
      throw e;
    }
  }

  /** Adds to what the last call is fed. */
  void add(Operand<?> placeholder, Tensor tensor) {
    calls.get(calls.size() - 1).add(new Feed(placeholder, tensor));
  }

  /** Begins another call. */
  void next() {
    calls.add(new ArrayList<>());
  }

  void to(Session.Runner runner, int call) {
    calls.get(call).forEach(feed -> runner.feed(feed.placeholder(), feed.tensor()));
  }

  @Override
  public void close() {
    calls.forEach(call -> call.forEach(feed -> feed.tensor().close()));
  }
}
