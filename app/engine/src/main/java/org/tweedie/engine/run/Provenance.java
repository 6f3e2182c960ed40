package org.tweedie.engine.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.plugin.Kind;
import org.tweedie.api.plugin.Kind.Stage;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.file.JsonFault;
import org.tweedie.engine.tensor.SessionSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run was made with: everything that two runs must share to give the same numbers. Each
 * start of a run, the first and every resumption, adds an entry.
 */
public final class Provenance {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** What says in an entry how training ended, where it did before its last step. */
  public static final String ENDED = "ended";

  /**
   * Of an entry. Those of format 1 name none; checkpoints of their runs did not keep what the next
   * line of metrics averages.
   */
  public static final int FORMAT = 2;

  /** What names it in an entry. */
  public static final String FORMAT_KEY = "format";

  /** What says in an entry in which working directory it was made, to which paths are relative. */
  public static final String DIRECTORY = "directory";

  /** What the paths of what is known of the data begin with. */
  public static final String KEPT_DATA = "data." + ProvenanceEntry.KEPT + ".";

  private Provenance() {}

  /**
   * The entries of a run, the oldest first; empty where there are none.
   *
   * @throws FileFormatException if the file is damaged, or of a format that this program does not
   *     know
   */
  public static List<Map<String, Object>> read(RunFolder folder) throws IOException {
    Path file = folder.provenance();
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Map<String, Object>> entries = new ArrayList<>();
    try {
      List<?> all = JSON.readValue(Files.readAllBytes(file), new TypeReference<List<Object>>() {});
      if (all == null) {
        throw damaged(file, "it is no list");
      }
      for (Object entry : all) {
        if (!(entry instanceof Map<?, ?> values)) {
          throw damaged(file, "an entry of its list is no JSON object");
        }
        Map<String, Object> named = new LinkedHashMap<>();
        values.forEach((key, value) -> named.put(String.valueOf(key), value));
        entries.add(checked(file, named));
      }
    } catch (JacksonException broken) {
      throw damaged(file, JsonFault.words(broken));
    }
    return List.copyOf(entries);
  }

  /** What is looked at must be what it was written as. */
  private static Map<String, Object> checked(Path file, Map<String, Object> entry)
      throws FileFormatException {
    Object format = entry.getOrDefault(FORMAT_KEY, 1);
    if (!(format instanceof Integer number) || number < 1) {
      throw damaged(file, "its format is " + format);
    }
    if (number > FORMAT) {
      throw new FileFormatException(
          "%s is of the format %d, and this program knows those up to %d: a later version wrote it."
              .formatted(file, number, FORMAT));
    }
    for (String key :
        List.of(
            "data",
            ProvenanceEntry.TENSORFLOW,
            "java",
            "machine",
            "components",
            WarmStart.KEY,
            ReadTeacher.KEY)) {
      if (entry.containsKey(key) && !(entry.get(key) instanceof Map)) {
        throw damaged(file, "its '%s' is no JSON object".formatted(key));
      }
    }
    return entry;
  }

  private static FileFormatException damaged(Path file, String what) {
    return new FileFormatException(
        "%s is damaged, so what the run was made with is not known: %s.\nPlease put back a good copy; without the file, the run's model can still be used."
            .formatted(file, what));
  }

  /** The shape of the examples that a run was begun with, as words say it; empty if unknown. */
  public static Optional<String> shape(RunFolder folder) {
    try {
      return read(folder).stream()
          .findFirst()
          .map(entry -> entry.get("data") instanceof Map<?, ?> data ? data.get("shape") : null)
          .map(String::valueOf);
    } catch (IOException damaged) {
      // Nor is it known then.
      return Optional.empty();
    }
  }

  /**
   * What is known of the data that a run was started with last; empty if nothing is, as of a run of
   * an earlier version.
   */
  static Optional<KeptData> data(RunFolder folder) {
    try {
      List<Map<String, Object>> entries = read(folder);
      return entries.subList(Math.max(0, entries.size() - 1), entries.size()).stream()
          .findFirst()
          .map(entry -> entry.get("data") instanceof Map<?, ?> data ? data : Map.of())
          .flatMap(data -> Optional.<Object>ofNullable(data.get(ProvenanceEntry.KEPT)))
          .map(kept -> JSON.convertValue(kept, KeptData.class))
          // What it says must make sense too.
          .filter(kept -> kept.description().shape().size() > 0);
    } catch (IOException | RuntimeException damaged) {
      // Nor is it known then.
      return Optional.empty();
    }
  }

  /** What the data are like that a run was begun with; empty if unknown. */
  public static Optional<DataDescription> description(RunFolder folder) {
    return data(folder).map(KeptData::description);
  }

  /** The working directory in which a run was started last; empty if unknown. */
  static Optional<Path> directory(RunFolder folder) {
    try {
      List<Map<String, Object>> entries = read(folder);
      return entries.isEmpty()
          ? Optional.empty()
          : Optional.ofNullable(entries.get(entries.size() - 1).get(DIRECTORY))
              .map(String::valueOf)
              .map(Path::of);
    } catch (IOException | InvalidPathException unreadable) {
      // Or of another system: then it is none here.
      return Optional.empty();
    }
  }

  /**
   * Adds an entry.
   *
   * @param step the step after which the run goes on; 0 at its beginning
   * @param parameters how many numbers the network learns
   * @param start the weights of another run that it starts from now
   * @param teacher the run that it learns from now
   */
  public static void append(
      RunFolder folder,
      RunConfig config,
      Assembled parts,
      SessionSettings session,
      long step,
      long parameters,
      Optional<WarmStart> start,
      Optional<ReadTeacher> teacher)
      throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>(read(folder));
    Map<String, Object> entry =
        ProvenanceEntry.of(
            config, parts, asBegun(entries, session), step, parameters, start, teacher);
    for (String key : List.of(WarmStart.KEY, ReadTeacher.KEY)) {
      if (!entry.containsKey(key) && !entries.isEmpty() && entries.get(0).containsKey(key)) {
        // A run that goes on does not read again what it began with.
        entry.put(key, entries.get(0).get(key));
      }
    }
    entries.add(entry);
    AtomicFile.write(folder.provenance(), JSON.writeValueAsString(entries) + "\n");
  }

  /**
   * How TensorFlow is to run a training that goes on: by the operations that the run was begun
   * with, since others would change its numbers. A run of an earlier version was begun with
   * TensorFlow's.
   *
   * @param session how it would run one that begins
   */
  public static SessionSettings asBegun(RunFolder folder, SessionSettings session)
      throws IOException {
    return asBegun(read(folder), session);
  }

  private static SessionSettings asBegun(
      List<Map<String, Object>> entries, SessionSettings session) {
    if (entries.isEmpty()) {
      return session;
    }
    Map<?, ?> begun =
        entries.get(0).get(ProvenanceEntry.TENSORFLOW) instanceof Map<?, ?> map ? map : Map.of();
    return session.withFused(
        ProvenanceEntry.FUSED.equals(begun.get(ProvenanceEntry.NORMALISATION)));
  }

  /**
   * Says in the last entry how training ended, where it did before its last step.
   *
   * @param how in words
   */
  public static void ended(RunFolder folder, String how) throws IOException {
    note(folder, ENDED, how);
  }

  /**
   * Says one more thing in the last entry.
   *
   * @param key what it is about
   * @param what as JSON has it
   */
  public static void note(RunFolder folder, String key, Object what) throws IOException {
    List<Map<String, Object>> entries = new ArrayList<>(read(folder));
    if (!entries.isEmpty()) {
      Map<String, Object> last = new LinkedHashMap<>(entries.get(entries.size() - 1));
      last.put(key, what);
      entries.set(entries.size() - 1, last);
      AtomicFile.write(folder.provenance(), JSON.writeValueAsString(entries) + "\n");
    }
  }

  /**
   * What is not as it was when a run was begun, and may change its numbers: a few words each. The
   * last entry is held against the first.
   */
  public static List<String> differences(RunFolder folder) throws IOException {
    List<Map<String, Object>> entries = read(folder);
    if (entries.isEmpty()) {
      return List.of();
    }
    Map<String, Object> begun = essentials(entries.get(0));
    List<String> differences = new ArrayList<>();
    essentials(entries.get(entries.size() - 1))
        .forEach(
            (what, now) -> {
              Object before = begun.get(what);
              if (before != null && !now.equals(before)) {
                differences.add("%s (was %s, is %s)".formatted(what, before, now));
              }
            });
    return differences;
  }

  private static Map<String, Object> essentials(Map<String, Object> entry) {
    Map<String, Object> essentials = new LinkedHashMap<>();
    essentials.put("TensorFlow", entry.get(ProvenanceEntry.TENSORFLOW));
    essentials.put("Java", entry.get("java"));
    essentials.put("machine", entry.get("machine"));
    Map<?, ?> components = entry.get("components") instanceof Map<?, ?> map ? map : Map.of();
    for (Kind<?> kind : Kinds.all()) {
      // An older version knew fewer kinds.
      if (kind.stage().compareTo(Stage.TRAINING) <= 0 && components.containsKey(kind.key())) {
        essentials.put("the jar of the " + kind.word(), components.get(kind.key()));
      }
    }
    return essentials;
  }
}
