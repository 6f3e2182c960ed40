package org.tweedie.engine.run;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.OptionalInt;
import org.tweedie.api.plugin.Kind;

/**
 * Stands in a run for the parts of a diffusion that its model does not have, so that a component
 * which asks for one can be made: it says no to questions, and to all else that it is not there.
 */
final class NoDiffusion {

  /** That somebody wants what the model does not have, in words for the user. */
  static final class AbsentPart extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    AbsentPart(Kind<?> kind) {
      super(
          "it is for diffusion models: it asks for %s, and this run's model has none"
              .formatted(kind.wordWithArticle()));
    }
  }

  private NoDiffusion() {}

  /** What stands for a component of a kind that the model does not have. */
  static <T> T of(Kind<T> kind) {
    return kind.type()
        .cast(
            Proxy.newProxyInstance(
                kind.type().getClassLoader(),
                new Class<?>[] {kind.type()},
                (proxy, method, arguments) -> answer(kind, proxy, method, arguments)));
  }

  private static Object answer(Kind<?> kind, Object proxy, Method method, Object[] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> kind.hashCode();
        default -> "no " + kind.word();
      };
    }
    Class<?> type = method.getReturnType();
    if (type == boolean.class) {
      return false;
    } else if (type == OptionalInt.class) {
      return OptionalInt.empty();
    } else if (type == Optional.class) {
      return Optional.empty();
    }
    throw new AbsentPart(kind);
  }
}
