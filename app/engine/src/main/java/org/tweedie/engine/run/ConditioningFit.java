package org.tweedie.engine.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.data.ConditionPart;
import org.tweedie.api.data.DataDescription;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.data.NumberScale;
import org.tweedie.api.network.DenoiserNetwork;
import org.tweedie.api.network.EncodedText;
import org.tweedie.api.network.TextEncoder;
import org.tweedie.api.network.Tokenizer;
import org.tweedie.api.objective.GuidanceScales;
import org.tweedie.api.plugin.Conditioning;
import org.tweedie.engine.config.TrainOptions;

/**
 * What a network is told beside classes. Scales of numbers and the tokenizer of captions are fitted
 * to the training split when a run begins, and kept in its folder: later they are what they were.
 *
 * @param options how often each part is hidden
 * @param data what there is to be told
 * @param network what it takes
 * @param encoder how captions are told; empty where they are not
 * @param guidance scales of a teacher's guidance of which the network is told one; empty where it
 *     is not
 */
record ConditioningFit(
    TrainOptions options,
    DataSource data,
    DenoiserNetwork network,
    Optional<TextEncoder> encoder,
    Optional<GuidanceScales> guidance) {

  /** Why a scale of guidance cannot be told; empty where it can, or none is. */
  Optional<String> objectionToScales() {
    if (guidance.isEmpty()) {
      return Optional.empty();
    }
    if (!network.takes().contains(ConditionPart.NUMBERS)) {
      return Optional.of(
          "The network takes no numbers, and so cannot be told a scale of guidance. Please leave guidance-scale-to out, or take a network that does.");
    }
    return data.description().numbers().isEmpty() || options.numberDropout() < 1
        ? Optional.empty()
        : Optional.of(
            "A number dropout of 1 hides the data's numbers, which come before the scale of guidance: set train.number-dropout to 0.1 or so.");
  }

  /** Why captions cannot be told by the chosen text encoder; empty where they can, or none is. */
  Optional<String> objection() {
    if (encoder.isEmpty()) {
      return Optional.empty();
    }
    if (!data.description().hasCaptions()) {
      return Optional.of(
          "A text encoder is for data with captions, and these data have none. Please leave it out, or take data with captions.");
    }
    if (!network.takes().contains(ConditionPart.CAPTION)) {
      return Optional.of(
          "The network takes no captions. Please leave the text encoder out, or take a network that does.");
    }
    return options.captionDropout() == 1
        ? Optional.of(
            "A caption dropout of 1 hides every caption from the network: set train.caption-dropout to 0.1 or so, or leave the text encoder out.")
        : Optional.empty();
  }

  /**
   * What the network is told.
   *
   * @param kept the file of {@link ConditioningFile}; fitted anew where it is not there
   * @param begun whether the run has begun, and has written it
   * @throws IllegalArgumentException in words for the user, if captions or numbers are not those of
   *     the run
   * @throws org.tweedie.engine.problem.RunException if the file is damaged
   */
  Conditioning fitted(Optional<Path> kept, boolean begun) {
    Map<ConditionPart, Double> dropout = dropout();
    if (dropout.isEmpty()) {
      return new Conditioning(dropout, List.of(), Optional.empty(), guidance);
    }
    Optional<ConditioningFile> file = kept.filter(Files::exists).map(ConditioningFile::read);
    if (file.isEmpty() && begun && ConditioningFile.keeps(dropout.keySet())) {
      throw new IllegalArgumentException(
          "The network is told captions or numbers, and %s, which says how, is missing. Please put it back: without it the run's weights mean nothing."
              .formatted(kept.orElseThrow()));
    }
    return new Conditioning(
        dropout,
        dropout.containsKey(ConditionPart.NUMBERS) ? scales(file) : List.of(),
        dropout.containsKey(ConditionPart.CAPTION)
            ? Optional.of(text(file.flatMap(ConditioningFile::captions)))
            : Optional.empty(),
        guidance,
        dropout.containsKey(ConditionPart.IMAGE) ? options.imageNoise() : 0);
  }

  /** Of each part that can be told, how often it is hidden; without those that always are. */
  private Map<ConditionPart, Double> dropout() {
    DataDescription said = data.description();
    Map<ConditionPart, Double> dropout = new EnumMap<>(ConditionPart.class);
    if (!said.numbers().isEmpty()) {
      dropout.put(ConditionPart.NUMBERS, options.numberDropout());
    }
    if (said.hasCaptions() && encoder.isPresent()) {
      dropout.put(ConditionPart.CAPTION, options.captionDropout());
    }
    if (said.conditionImage().isPresent()) {
      dropout.put(ConditionPart.IMAGE, options.imageDropout());
    }
    dropout.values().removeIf(rate -> rate == 1);
    if (!dropout.isEmpty()) {
      dropout.keySet().retainAll(network.takes());
    }
    return dropout;
  }

  private List<NumberScale> scales(Optional<ConditioningFile> file) {
    List<String> names = data.description().numbers();
    if (file.isPresent()) {
      List<String> known = file.get().numbers().stream().map(NumberScale::name).toList();
      if (!known.equals(names)) {
        throw new IllegalArgumentException(
            "The network knows the numbers %s, and these data have %s.".formatted(known, names));
      }
      return file.get().numbers();
    }
    Examples train = data.train();
    float[][] columns = new float[names.size()][train.size()];
    for (int i = 0; i < train.size(); i++) {
      float[] numbers = train.numbers(i);
      for (int k = 0; k < columns.length; k++) {
        columns[k][i] = numbers[k];
      }
    }
    return IntStream.range(0, columns.length)
        .mapToObj(k -> NumberScale.of(names.get(k), columns[k]))
        .toList();
  }

  private EncodedText text(Optional<ConditioningFile.Captions> file) {
    TextEncoder chosen = encoder.orElseThrow();
    if (file.isPresent()) {
      return new EncodedText(chosen, chosen.restored(file.get().tokenizer()), file.get().longest());
    }
    List<String> captions = captions(data.train());
    if (captions.isEmpty()) {
      throw new IllegalArgumentException(
          "No training example has a caption, so there is nothing to learn words from.");
    }
    Tokenizer tokenizer = chosen.fitted(captions);
    return new EncodedText(
        chosen,
        tokenizer,
        Stream.of(captions, captions(data.test()))
            .flatMap(List::stream)
            .distinct()
            .mapToInt(caption -> tokens(tokenizer, caption))
            .reduce(1, Math::max));
  }

  private static List<String> captions(Examples examples) {
    return IntStream.range(0, examples.size())
        .mapToObj(examples::caption)
        .flatMap(Optional::stream)
        .toList();
  }

  /** Those of held-out examples too: what is measured is told them, and would end at the first. */
  private static int tokens(Tokenizer tokenizer, String caption) {
    try {
      return tokenizer.tokens(caption).length;
    } catch (IllegalArgumentException unknown) {
      throw new IllegalArgumentException(
          "A caption of the held-out examples cannot be written by what the training captions have taught. %s Please change the caption, or take a text encoder that writes any."
              .formatted(unknown.getMessage()),
          unknown);
    }
  }
}
