package org.tweedie.engine.measure;

import jakarta.inject.Inject;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.tweedie.api.data.DataSource;
import org.tweedie.api.data.Examples;
import org.tweedie.api.measure.Measured;
import org.tweedie.api.measure.Reading;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Default;
import org.tweedie.api.plugin.Description;
import org.tweedie.engine.scene.CaptionFit;
import org.tweedie.engine.scene.CaptionFit.Item;
import org.tweedie.engine.scene.SceneCaption;
import org.tweedie.engine.scene.SceneParser;
import org.tweedie.engine.scene.Scenes;

/**
 * The share of samples that show what the caption says that they were asked for, as a whole and
 * item by item: the picture is parsed by rule ({@link SceneParser}), and no network judges. A
 * caption is unseen where something that it says together, a colour of a shape or shapes in a
 * relation, no training caption says together. The reference is the share among held-out examples
 * themselves, by which one sees what the parser is worth. Immutable; safe for many threads.
 */
@Description("the share of samples of scenes that show what their captions say, item by item")
public final class CaptionAccuracyMeasure implements SampleMeasure {

  private static final String KEY = "caption_";

  /** Which captions count. */
  public enum Captions {
    /** All. */
    ALL,
    /** Those that say nothing together that no training caption does. */
    SEEN,
    /** All others. */
    UNSEEN
  }

  /**
   * What a config can set.
   *
   * @param captions which captions count
   */
  public record Options(
      @Description(
              "which captions count: all, those whose combinations training has seen, or those with"
                  + " one that it has not (unseen)")
          @Default("all")
          @NotNull
          Captions captions) {}

  private final Captions counted;

  /** With the given options. */
  @Inject
  public CaptionAccuracyMeasure(Options options) {
    counted = options.captions();
  }

  @Override
  public List<String> keys() {
    return List.of(Item.values()).stream().map(this::key).toList();
  }

  private String key(Item item) {
    String suffix = counted == Captions.ALL ? "" : "_" + counted.name().toLowerCase(Locale.ROOT);
    return KEY + (item == Item.WHOLE ? "accuracy" : item.name().toLowerCase(Locale.ROOT)) + suffix;
  }

  private String name(Item item) {
    String what =
        switch (item) {
          case WHOLE -> "pictures of what the caption says";
          case COUNT -> "of as many objects";
          case COLOUR -> "of these colours";
          case SHAPE -> "of these shapes";
          case SIZE -> "of these sizes";
          case RELATION -> "in this relation";
        };
    return switch (counted) {
      case ALL -> what;
      case SEEN -> what + ", seen captions";
      case UNSEEN -> what + ", unseen captions";
    };
  }

  @Override
  public List<Reading> of(Measured measured) {
    Batch samples = measured.samples();
    Comparison.check("samples", samples);
    DataSource data = measured.data();
    if (!data.description().shape().equals(Scenes.SHAPE) || !data.description().hasCaptions()) {
      throw new IllegalArgumentException(
          "It reads pictures of coloured shapes, and these data are none. Please leave it out.");
    }
    Set<String> trained = trained(data.train());
    Condition asked = measured.conditions();
    Examples held = data.test();
    int others = Math.min(held.size(), samples.count());
    IntConsumer progress =
        measured.progress("Reading pictures", "pictures", samples.count() + others);
    List<CaptionFit> fits = new ArrayList<>();
    for (int i = 0; i < samples.count(); i++) {
      int index = i;
      counted(asked.caption(i), trained)
          .map(caption -> new CaptionFit(caption, SceneParser.parse(samples.values(), index)))
          .ifPresent(fits::add);
      progress.accept(i + 1);
    }
    if (fits.isEmpty()) {
      throw new IllegalArgumentException(refusal(asked));
    }
    List<CaptionFit> ofData = new ArrayList<>();
    float[] picture = new float[Scenes.SHAPE.size()];
    for (int i = 0; i < others; i++) {
      Optional<SceneCaption> caption = counted(held.caption(i), trained);
      if (caption.isPresent()) {
        held.read(i, picture, 0);
        ofData.add(new CaptionFit(caption.get(), SceneParser.parse(picture, 0)));
      }
      progress.accept(samples.count() + i + 1);
    }
    return List.of(Item.values()).stream().map(item -> reading(item, fits, ofData)).toList();
  }

  private Reading reading(Item item, List<CaptionFit> fits, List<CaptionFit> ofData) {
    double[] right = right(item, fits);
    return Means.reading(
        Reading.of(key(item), Means.of(right))
            .named(name(item))
            .withReference(Means.of(right(item, ofData))),
        right);
  }

  /** 1 or 0 for each picture whose caption speaks of the item. */
  private static double[] right(Item item, List<CaptionFit> fits) {
    return fits.stream()
        .filter(fit -> fit.items().contains(item))
        .mapToDouble(fit -> fit.isRight(item) ? 1 : 0)
        .toArray();
  }

  /** All that training captions say together. */
  private static Set<String> trained(Examples train) {
    Set<String> captions = new HashSet<>();
    for (int i = 0; i < train.size(); i++) {
      train.caption(i).ifPresent(captions::add);
    }
    Set<String> trained = new HashSet<>();
    for (String caption : captions) {
      SceneCaption.read(caption).ifPresent(read -> trained.addAll(read.combinations()));
    }
    return trained;
  }

  private Optional<SceneCaption> counted(Optional<String> caption, Set<String> trained) {
    return caption
        .flatMap(SceneCaption::read)
        .filter(
            read ->
                switch (counted) {
                  case ALL -> true;
                  case SEEN -> trained.containsAll(read.combinations());
                  case UNSEEN -> !trained.containsAll(read.combinations());
                });
  }

  private String refusal(Condition asked) {
    boolean captioned = false;
    boolean isScene = false;
    for (int i = 0; i < asked.count(); i++) {
      captioned |= asked.caption(i).isPresent();
      isScene |= asked.caption(i).flatMap(SceneCaption::read).isPresent();
    }
    if (!captioned) {
      return "No sample was asked for by a caption. Please take a model that is told captions.";
    }
    return isScene
        ? "No sample was asked for by a caption whose combinations training has %s. Please let the data's 'test' be 'both', or leave this measure out."
            .formatted(counted == Captions.SEEN ? "seen" : "not seen")
        : "No sample was asked for by a caption such as 'a small red circle left of a blue square'. Please take the data whose captions are of that kind.";
  }
}
