package org.tweedie.api.interchange;

import java.util.List;

/**
 * A parameter as a tensor of another program.
 *
 * @param name its name there
 * @param axes its dimensions in their order there, each by its number here: {@code [1, 0]} of a
 *     matrix that is transposed
 */
public record ForeignTensor(String name, List<Integer> axes) {

  /** Copies the list. */
  public ForeignTensor {
    axes = List.copyOf(axes);
  }
}
