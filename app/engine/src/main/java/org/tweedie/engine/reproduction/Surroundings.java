package org.tweedie.engine.reproduction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.ProvenanceEntry;
import org.tweedie.engine.run.RunFolder;

/**
 * What around a run is not as it was: jars, data, Java, TensorFlow, threads and machine.
 *
 * @param differences in the order of {@code provenance.json}
 */
record Surroundings(List<Difference> differences) {

  /** What no two starts share, or what says nothing of the numbers. */
  private static final Set<String> PASSED_OVER =
      Set.of(
          Provenance.FORMAT_KEY, "started", "after_step", Provenance.ENDED, Provenance.DIRECTORY);

  private static final String ABSENT = "nothing";

  /**
   * One difference.
   *
   * @param what the path in {@code provenance.json}, as in {@code components.network.sha256}
   * @param before what it was
   * @param now what it is
   */
  public record Difference(String what, String before, String now) {}

  /**
   * What a run was made with, at its beginning and at each resumption; empty where that was not
   * written.
   *
   * @throws FileFormatException if the file is damaged
   */
  public static List<Map<String, Object>> entries(RunFolder run) throws IOException {
    return Provenance.read(run);
  }

  /**
   * Compares two entries of a provenance.
   *
   * @param before what a run was made with
   * @param now what it would be made with now; see {@link ProvenanceEntry#of}
   */
  public static Surroundings compare(Map<String, Object> before, Map<String, Object> now) {
    Map<String, String> then = flat(before);
    Map<String, String> today = flat(now);
    Set<String> all = new LinkedHashSet<>(then.keySet());
    all.addAll(today.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String what : all) {
      String was = then.getOrDefault(what, ABSENT);
      String is = today.getOrDefault(what, ABSENT);
      // Of the data the hash is compared.
      boolean isPassedOver = PASSED_OVER.contains(what) || what.startsWith(Provenance.KEPT_DATA);
      if (!isPassedOver && !Objects.equals(was, is)) {
        differences.add(new Difference(what, was, is));
      }
    }
    return new Surroundings(List.copyOf(differences));
  }

  /**
   * What changed while a run was interrupted: the paths at which later entries of its provenance
   * are not as the first.
   */
  public static Set<String> changedOnTheWay(List<Map<String, Object>> entries) {
    Set<String> changed = new TreeSet<>();
    entries.stream()
        .skip(1)
        .forEach(
            entry ->
                compare(entries.get(0), entry)
                    .differences()
                    .forEach(difference -> changed.add(difference.what())));
    return changed;
  }

  private static Map<String, String> flat(Map<?, ?> entry) {
    Map<String, String> flat = new LinkedHashMap<>();
    entry.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            flat(inner).forEach((path, text) -> flat.put(key + "." + path, text));
          } else {
            flat.put(String.valueOf(key), String.valueOf(value));
          }
        });
    return flat;
  }
}
