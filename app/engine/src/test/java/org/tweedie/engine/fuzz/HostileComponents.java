package org.tweedie.engine.fuzz;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.fake.TestJar;
import org.tweedie.engine.fuzz.HostileKinds.Made;
import org.tweedie.engine.fuzz.HostileKinds.Sound;

/** A jar of components, each of which is sound but for one answer. */
final class HostileComponents {

  /**
   * One that is not sound.
   *
   * @param made what it is
   * @param name under which it is listed
   * @param method which of its methods is wrong, with its number of parameters: {@code size/0}
   * @param way how
   */
  record Hostile(Made made, String name, String method, String way) {

    /** The config's text with this one in it. */
    String config() {
      String key = kind(made.kind()).key();
      return made.config().replaceFirst("(?m)^" + key + ":.*\n", "")
          + "%s: acme/%s\n".formatted(key, name);
    }

    @Override
    public String toString() {
      return "%s.%s%s: %s"
          .formatted(
              made.kind(), method, made.isOfLearnedSchedule() ? " of a learned schedule" : "", way);
    }
  }

  private static final String HEAD =
      """
      package acme;
      import jakarta.inject.Inject;
      import java.util.*;
      import java.util.random.RandomGenerator;
      import org.tensorflow.Operand;
      import org.tensorflow.op.Op;
      import org.tensorflow.op.Ops;
      import org.tensorflow.types.TFloat32;
      import org.tweedie.api.data.*;
      import org.tweedie.api.guidance.*;
      import org.tweedie.api.measure.*;
      import org.tweedie.api.model.*;
      import org.tweedie.api.network.*;
      import org.tweedie.api.objective.*;
      import org.tweedie.api.optimizer.*;
      import org.tweedie.api.plugin.*;
      import org.tweedie.api.sampler.*;
      import org.tweedie.api.schedule.*;
      import org.tweedie.api.training.*;
      public final class %s implements %s {
        @Inject public %s(%s) {}
        static <E extends Throwable> RuntimeException sneak(Throwable t) throws E { throw (E) t; }
      %s}
      """;

  private static final List<String> THROWN =
      List.of(
          "throw new IllegalStateException(\"boom\");",
          "throw new IllegalArgumentException(\"boom\");",
          "throw new AssertionError(\"boom\");",
          "throw new StackOverflowError();",
          "throw new NoClassDefFoundError(\"acme/Missing\");",
          "throw HostileError.of();",
          "throw %s.<RuntimeException>sneak(new java.io.IOException(\"boom\"));");

  private HostileComponents() {}

  /** A kind by the name of its constant. */
  static Kind<?> kind(String constant) {
    try {
      return (Kind<?>) Kinds.class.getField(constant).get(null);
    } catch (ReflectiveOperationException none) {
      throw new AssertionError(constant, none);
    }
  }

  /** Writes the jar. */
  static List<Hostile> write(Path jar) {
    List<Hostile> all = new ArrayList<>();
    List<String> listings = new ArrayList<>();
    TestJar packed =
        new TestJar()
            .source(
                "acme.HostileError",
                "package acme; public class HostileError extends Error { static Error of() { return"
                    + " new HostileError(); } }");
    for (Made made : HostileKinds.all()) {
      for (Sound method : made.all()) {
        for (String way : ways(method)) {
          String type = "Odd" + all.size();
          String name = "odd-" + all.size();
          all.add(new Hostile(made, name, method.method() + "/" + method.parameters(), way));
          listings.add(
              "components.add(Kinds.%s, \"%s\", %s.class);".formatted(made.kind(), name, type));
          packed.source("acme." + type, source(type, made, method, way));
        }
      }
    }
    packed.plugin("acme", listings.toArray(String[]::new)).write(jar);
    return all;
  }

  private static List<String> ways(Sound method) {
    List<String> ways = new ArrayList<>(method.wrong());
    if (method.givesAnObject()) {
      ways.add("return null;");
    }
    ways.addAll(THROWN);
    return ways;
  }

  private static String source(String type, Made made, Sound wrong, String way) {
    StringBuilder body = new StringBuilder();
    if (!made.options().isEmpty()) {
      body.append("  public record Options() implements ModelOptions {\n");
      made.options().forEach(method -> body.append(source(type, method, wrong, way)));
      body.append("  }\n");
    }
    made.methods().forEach(method -> body.append(source(type, method, wrong, way)));
    return HEAD.formatted(
        type, made.spi(), type, made.options().isEmpty() ? "" : "Options o", body);
  }

  private static String source(String type, Sound method, Sound wrong, String way) {
    return "  public %s { %s }\n"
        .formatted(
            method.signature(), method.equals(wrong) ? way.replace("%s", type) : method.body());
  }
}
