package org.tweedie.engine.plugin;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.tweedie.engine.problem.Location;
import org.tweedie.engine.problem.Problem;
import org.tweedie.engine.problem.Problems;

/**
 * Tells of options that a plugin declares and no class of its jar ever reads: whoever writes them
 * in a config would take an effect for granted that is not there.
 *
 * <p>Looks for the record's accessors and fields in the other class files. It errs on the side of
 * silence: a record with methods of its own may read its values there, and an option that is read
 * but then not used passes.
 */
final class UnreadOptions {

  private static final Set<String> OF_EVERY_RECORD = Set.of("toString", "hashCode", "equals");

  private static final String SCANNED = ".<scanned>";

  private UnreadOptions() {}

  /**
   * Looks at the components of one plugin.
   *
   * @param location what to name as the plugin's place
   */
  static void check(List<ComponentType> types, Location location, Problems problems) {
    List<ComponentType> suspects =
        types.stream()
            .filter(type -> type.origin().jar().isPresent())
            .filter(type -> type.options().isPresent())
            .toList();
    if (suspects.isEmpty()) {
      return;
    }
    try {
      Set<String> used = members(suspects.get(0).origin().jar().orElseThrow());
      suspects.forEach(type -> check(type, used, location, problems));
    } catch (IOException unknown) {
      // A class file of a newer form: what cannot be read is not blamed.
      return;
    }
  }

  private static void check(
      ComponentType type, Set<String> used, Location location, Problems problems) {
    List<String> unread =
        type.optionTypes().stream()
            .filter(option -> option.path().stream().anyMatch(part -> isUnread(part, used)))
            .map(OptionType::name)
            .toList();
    if (!unread.isEmpty() && used.contains(internal(type.type()) + SCANNED)) {
      problems.add(problem(type, location, unread));
    }
  }

  /**
   * Whether a component of a record in the jar is read by nothing in it. A record from elsewhere,
   * as the api's, may be read where it comes from.
   */
  private static boolean isUnread(RecordComponent component, Set<String> used) {
    Class<?> record = component.getDeclaringRecord();
    return used.contains(internal(record) + SCANNED)
        && isPlain(record)
        && !isRead(component.getName(), record, used);
  }

  /** Whether an option is read, from the record or through an interface of it. */
  private static boolean isRead(String name, Class<?> type, Set<String> used) {
    return used.contains(internal(type) + "." + name)
        || Arrays.stream(type.getInterfaces()).anyMatch(above -> isRead(name, above, used));
  }

  private static Problem problem(ComponentType type, Location location, List<String> unread) {
    boolean one = unread.size() == 1;
    String them = one ? "it" : "them";
    return Problem.of(
        "plugin-unread-option",
        location,
        "The %s '%s' declares the option%s %s, which nothing in its jar reads: to set %s changes nothing."
            .formatted(
                type.kind().word(),
                type.fullName(),
                one ? "" : "s",
                String.join(", ", unread),
                them),
        "Please leave %s alone, and tell its author to use %s or to take %s away."
            .formatted(them, them, them));
  }

  /** All that the classes of a jar refer to, and a mark for each class that was read. */
  private static Set<String> members(Path path) throws IOException {
    Set<String> members = new HashSet<>();
    try (JarFile jar = new JarFile(path.toFile())) {
      for (ZipEntry entry : jar.stream().filter(any -> any.getName().endsWith(".class")).toList()) {
        String name = entry.getName().replaceFirst("\\.class$", "");
        try (InputStream content = jar.getInputStream(entry)) {
          members.addAll(ConstantPool.members(name, new BufferedInputStream(content)));
          members.add(name + SCANNED);
        }
      }
    }
    return members;
  }

  /** Whether a record has no methods but its accessors, in which it could read its values. */
  private static boolean isPlain(Class<?> options) {
    List<String> accessors =
        Arrays.stream(options.getRecordComponents()).map(RecordComponent::getName).toList();
    return Arrays.stream(options.getDeclaredMethods())
        .map(Method::getName)
        .allMatch(name -> OF_EVERY_RECORD.contains(name) || accessors.contains(name));
  }

  private static String internal(Class<?> type) {
    return type.getName().replace('.', '/');
  }
}
