package org.tweedie.engine.plugin;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import org.tweedie.api.data.DataException;
import org.tweedie.api.data.ImageCondition;
import org.tweedie.api.measure.Measure;
import org.tweedie.api.model.DiffusionModel;
import org.tweedie.api.model.Latents;
import org.tweedie.api.model.ModelFamily;
import org.tweedie.api.network.FrozenTextEncoder;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.api.sampler.Encoder;
import org.tweedie.api.training.Stopping;
import org.tweedie.engine.problem.ComponentFailure;

/** Tells what a component throws by way of refusing from what it throws by mistake. */
final class Refusals {

  /** What the interfaces say that their methods throw, with words for the user or the program. */
  private static final Map<String, Class<?>> DOCUMENTED =
      Map.of(
          FrozenTextEncoder.class.getName() + ".features", IllegalArgumentException.class,
          Latents.class.getName() + ".autoencoder", IllegalArgumentException.class,
          ModelFamily.class.getName() + ".latents", IllegalArgumentException.class,
          Measure.class.getName() + ".of", IllegalArgumentException.class,
          Stopping.class.getName() + ".reason", IllegalArgumentException.class,
          ImageCondition.class.getName() + ".shape", IllegalArgumentException.class,
          TextEncoder.class.getName() + ".fitted", IllegalArgumentException.class,
          TextEncoder.class.getName() + ".restored", IllegalArgumentException.class,
          Tokenizer.class.getName() + ".tokens", IllegalArgumentException.class,
          Encoder.class.getName() + ".encode", IllegalStateException.class);

  /** What asks for a derivative that there is not is told by whoever wants it. */
  private static final String NO_GRADIENT = "No gradient defined for op";

  private Refusals() {}

  /**
   * What to throw in the place of what a component threw: the same where it is in words for the
   * user, from the program itself or about the whole program, else whose fault it is.
   */
  static RuntimeException of(String who, Method method, Throwable thrown) {
    if (thrown instanceof RuntimeException words && isMeant(method, words)) {
      return words;
    }
    if (thrown instanceof OutOfMemoryError full) {
      throw full;
    }
    String did =
        thrown instanceof LinkageError missing
            ? "cannot run. " + Advice.missing(missing).replaceFirst("\\.$", "")
            : "throws " + Advice.thrown(thrown) + place(thrown);
    return ComponentFailure.thrown(who, method.getName(), did, thrown);
  }

  private static boolean isMeant(Method method, RuntimeException thrown) {
    Class<?> spi = method.getDeclaringClass();
    Class<?> documented = DOCUMENTED.get(spi.getName() + "." + method.getName());
    return thrown instanceof DataException
        || thrown.getClass().getName().startsWith("org.tweedie.engine.")
        || (documented != null && documented.isInstance(thrown))
        || (spi == DiffusionModel.class
            && method.getName().equals("differentiate")
            && thrown instanceof UnsupportedOperationException)
        || String.valueOf(thrown.getMessage()).contains(NO_GRADIENT);
  }

  /** Where in the component's own code, if it is there. */
  static String place(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    for (StackTraceElement frame : trace) {
      if (Set.of("app", "platform", "bootstrap")
              .contains(String.valueOf(frame.getClassLoaderName()))
          || frame.getClassLoaderName() == null) {
        continue;
      }
      return ", in %s.%s%s"
          .formatted(
              frame.getClassName(),
              frame.getMethodName(),
              frame.getLineNumber() > 0 ? ", line " + frame.getLineNumber() : "");
    }
    return "";
  }
}
