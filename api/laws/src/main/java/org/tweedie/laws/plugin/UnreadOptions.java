package org.tweedie.laws.plugin;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.plugin.Included;

/**
 * Options that are declared, and that no class of the jar (or folder) they come from ever reads:
 * who writes them in a config would expect an effect that is not there.
 *
 * <p>Reads the class files for calls of a record's accessors. It errs on the side of silence: a
 * record with methods of its own may read its values there, an option that is read but then not
 * used passes, and so does what cannot be read. A record from elsewhere, as the api's, may be read
 * where it comes from.
 */
public final class UnreadOptions {

  private static final Set<String> OF_EVERY_RECORD = Set.of("toString", "hashCode", "equals");

  private final Optional<URI> place;
  private final Set<String> used;

  private UnreadOptions(Optional<URI> place, Set<String> used) {
    this.place = place;
    this.used = used;
  }

  /**
   * The options that are never read.
   *
   * @param options a record of options; those that it includes from the same jar are looked at too
   * @return in the order of their declaration
   */
  public static List<RecordComponent> of(Class<?> options) {
    Optional<URI> place = UsedMembers.place(options);
    List<RecordComponent> unread = new ArrayList<>();
    try {
      place.ifPresent(
          known -> new UnreadOptions(place, UsedMembers.in(known)).collect(options, unread));
    } catch (IllegalArgumentException newerClassFile) {
      return List.of();
    }
    return List.copyOf(unread);
  }

  private void collect(Class<?> options, List<RecordComponent> unread) {
    boolean readsNothingItself = hasAccessorsAlone(options);
    for (RecordComponent option : options.getRecordComponents()) {
      if (readsNothingItself && !isRead(option.getName(), options)) {
        unread.add(option);
      }
      if (option.isAnnotationPresent(Included.class)
          && UsedMembers.place(option.getType()).equals(place)) {
        collect(option.getType(), unread);
      }
    }
  }

  /** Whether an accessor is called, on the record or on an interface of it. */
  private boolean isRead(String name, Class<?> type) {
    return used.contains(type.getName().replace('.', '/') + "." + name)
        || Arrays.stream(type.getInterfaces()).anyMatch(above -> isRead(name, above));
  }

  private static boolean hasAccessorsAlone(Class<?> options) {
    List<String> accessors =
        Arrays.stream(options.getRecordComponents()).map(RecordComponent::getName).toList();
    return Arrays.stream(options.getDeclaredMethods())
        .map(Method::getName)
        .allMatch(name -> OF_EVERY_RECORD.contains(name) || accessors.contains(name));
  }
}
