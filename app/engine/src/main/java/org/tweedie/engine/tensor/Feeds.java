package org.tweedie.engine.tensor;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;

/** What a session call is fed, as tensors that are closed together. */
public final class Feeds implements AutoCloseable {

  private final List<Operand<?>> placeholders = new ArrayList<>();
  private final List<Tensor> tensors = new ArrayList<>();

  Feeds() {}

  void add(Operand<?> placeholder, Tensor tensor) {
    placeholders.add(placeholder);
    tensors.add(tensor);
  }

  void to(Session.Runner runner) {
    for (int i = 0; i < tensors.size(); i++) {
      runner.feed(placeholders.get(i), tensors.get(i));
    }
  }

  @Override
  public void close() {
    tensors.forEach(Tensor::close);
  }
}
