package org.tweedie.engine.interchange;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.interchange.ForeignDescription;
import org.tweedie.api.interchange.ForeignForm;
import org.tweedie.api.interchange.Interchanged;
import org.tweedie.api.plugin.Kind;
import org.tweedie.engine.plugin.ComponentType;
import org.tweedie.engine.plugin.Registry;

/**
 * The components that files of another program may describe.
 *
 * @param registry all components
 * @param format the other program's
 */
record ForeignComponents(Registry registry, String format) {

  /**
   * One of them.
   *
   * @param form reads a description of it
   */
  record Found(ComponentType type, ForeignForm form) {}

  /** All of a kind. */
  List<Found> all(Kind<?> kind) {
    return registry.all(kind).stream().flatMap(type -> found(type).stream()).toList();
  }

  /** The one that a description is of; the first where there are several. */
  Optional<Found> of(Kind<?> kind, ForeignDescription said) {
    return all(kind).stream().filter(found -> found.form().describes(said)).findFirst();
  }

  /** What those of a kind are called in a config. */
  List<String> names(Kind<?> kind) {
    return all(kind).stream().map(found -> registry.reference(found.type())).toList();
  }

  private Optional<Found> found(ComponentType type) {
    return Optional.ofNullable(type.type().getAnnotation(Interchanged.class))
        .map(marked -> new Found(type, form(type, marked.value())))
        .filter(found -> found.form().format().equals(format));
  }

  private static ForeignForm form(ComponentType type, Class<? extends ForeignForm> form) {
    try {
      return form.getConstructor().newInstance();
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(
          "%s names %s, which has no public constructor without arguments."
              .formatted(type.who(), form.getName()),
          impossible);
    }
  }
}
