package org.tweedie.api.interchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A component that describes itself in the words of another program. */
public interface ForeignDescribed {

  /** The other program's format, as in {@code diffusers}. */
  String foreignFormat();

  /**
   * What a file of that program says of the component.
   *
   * @return texts, numbers, booleans, lists and null, in the order of the file
   */
  Map<String, @Nullable Object> foreignDescription();
}
