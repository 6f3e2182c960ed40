package org.tweedie.study;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.config.Choice;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.DataFingerprint;
import org.tweedie.engine.run.Assembled;

/**
 * What trials read: their data, and what their guidance takes of other runs and of images, each by
 * the hash of its content, since a folder keeps its name when its files change.
 */
final class TrialInputs {

  /** Data are read whole for it, so once for all trials that share them. */
  private final Map<Choice, String> hashes = new HashMap<>();

  /** Of components that were made, in words what each is, with the hash of its content. */
  Map<String, String> of(RunConfig config, Assembled parts) {
    Map<String, String> inputs = new TreeMap<>(parts.filesRead());
    Choice data = config.component(Kinds.DATA);
    String options =
        data.options().map(String::valueOf).map(all -> all.replaceFirst("^Options", "")).orElse("");
    inputs.put(
        "the data '" + data.reference() + options + "'",
        "sha256 " + hashes.computeIfAbsent(data, any -> DataFingerprint.sha256(parts.data())));
    return inputs;
  }
}
