package org.tweedie.engine.run;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.TensorFlow;
import org.tweedie.api.network.EncodedText;
import org.tweedie.api.network.FrozenTextEncoder;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.file.Sha256;
import org.tweedie.engine.kernel.FusedOperations;
import org.tweedie.engine.kernel.OneDnn;
import org.tweedie.engine.latent.LatentSpace;
import org.tweedie.engine.tensor.SessionSettings;

/** What one start of a run was made with, as {@link Provenance} keeps it. */
public final class ProvenanceEntry {

  static final String TENSORFLOW = "tensorflow";
  static final String NORMALISATION = "normalisation";
  static final String FUSED = "in one operation, by kernels in Java";

  static final String KEPT = "kept";

  static final String ONE_DNN = "onednn";

  private ProvenanceEntry() {}

  /** The entry that a run would get if it were started now; see {@link Provenance#append}. */
  public static Map<String, Object> of(
      RunConfig config,
      Assembled parts,
      SessionSettings session,
      long step,
      long parameters,
      Optional<WarmStart> start,
      Optional<ReadTeacher> teacher) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(Provenance.FORMAT_KEY, Provenance.FORMAT);
    entry.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    entry.put(Provenance.DIRECTORY, Path.of("").toAbsolutePath().toString());
    entry.put("after_step", step);
    entry.put("seed", config.train().seed());
    entry.put("parameters", parameters);
    start.ifPresent(from -> entry.put(WarmStart.KEY, from.provenance()));
    teacher.ifPresent(run -> entry.put(ReadTeacher.KEY, run.provenance()));
    parts.space().ifPresent(space -> entry.put("latents", latents(space)));
    textEncoder(parts).ifPresent(files -> entry.put("text_encoder", files));
    entry.put("components", components(config));
    entry.put("data", data(parts));
    entry.put(
        TENSORFLOW,
        tensorflow(
            parts.assembly().objective().differentiatesNetwork()
                ? session.twiceDifferentiated()
                : session));
    entry.put("java", java());
    entry.put("machine", machine());
    GitCheckout.commit(Path.of("")).ifPresent(commit -> entry.put("git_commit", commit));
    return entry;
  }

  private static Map<String, Object> components(RunConfig config) {
    Map<String, Object> components = new LinkedHashMap<>();
    config
        .components()
        .forEach(
            (kind, choices) -> {
              List<Map<String, Object>> all =
                  choices.stream().map(ProvenanceEntry::component).toList();
              if (!all.isEmpty()) {
                components.put(kind.key(), all.size() == 1 ? all.get(0) : all);
              }
            });
    return components;
  }

  private static Map<String, Object> component(Choice choice) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("name", choice.type().name());
    component.put("plugin", choice.type().origin().plugin());
    component.put("version", choice.type().origin().version());
    jar(choice.type().type())
        .ifPresent(
            jar -> {
              component.put("jar", jar.getFileName().toString());
              component.put("sha256", Sha256.of(jar));
            });
    return component;
  }

  private static Map<String, Object> data(Assembled parts) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("shape", parts.data().description().shape().toString());
    boolean there = parts.hasExamples();
    data.put("train", there ? parts.data().train().size() : 0);
    data.put("test", there ? parts.data().test().size() : 0);
    data.put("sha256", parts.fingerprint());
    data.put(KEPT, KeptData.of(parts.data()).asMap());
    return data;
  }

  private static Map<String, Object> latents(LatentSpace space) {
    Map<String, Object> latents = new LinkedHashMap<>();
    latents.put("shape", space.latent().toString());
    latents.put("autoencoder", space.fingerprint());
    return latents;
  }

  /** The files of an encoder of captions that was trained by another program. */
  private static Optional<Map<String, String>> textEncoder(Assembled parts) {
    return parts
        .assembly()
        .conditioning()
        .text()
        .map(EncodedText::encoder)
        .filter(FrozenTextEncoder.class::isInstance)
        .map(encoder -> ((FrozenTextEncoder) encoder).files());
  }

  private static Map<String, Object> tensorflow(SessionSettings session) {
    Map<String, Object> tensorflow = new LinkedHashMap<>();
    tensorflow.put("version", TensorFlow.version());
    tensorflow.put("threads", session.threads());
    tensorflow.put("precision", session.bfloat16() ? "bfloat16" : "float32");
    tensorflow.put("optimized", session.optimized());
    tensorflow.put(ONE_DNN, OneDnn.asked());
    // What an earlier version did is not named, so that its entries are equal.
    if (session.fused()) {
      tensorflow.put(
          NORMALISATION,
          FusedOperations.objection().map("in TensorFlow's operations: "::concat).orElse(FUSED));
    }
    return tensorflow;
  }

  private static Map<String, Object> java() {
    Map<String, Object> java = new LinkedHashMap<>();
    java.put("version", System.getProperty("java.version"));
    java.put("vm", System.getProperty("java.vm.name"));
    return java;
  }

  private static Map<String, Object> machine() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("cores", Runtime.getRuntime().availableProcessors());
    return machine;
  }

  private static Optional<Path> jar(Class<?> type) {
    // As a URI, since a URL's own path has %20 for a space.
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(source -> Path.of(URI.create(source.getLocation().toString())))
        .filter(Files::isRegularFile);
  }
}
