package org.tweedie.study.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** The pictures of samples of all variants side by side, of one seed as far as there is one. */
final class SampleGallery {

  /** More would make the page slow to open; such pictures stay in their folders. */
  private static final long MOST_BYTES = 4 << 20;

  private SampleGallery() {}

  /** The gallery; empty where no trial drew samples. */
  static String of(Study study) throws IOException {
    StringBuilder figures = new StringBuilder();
    for (Variant variant : study.ranked()) {
      for (TrialOutcome trial : variant.trials()) {
        Optional<Path> picture = picture(trial);
        if (picture.isPresent()) {
          figures.append(figure(study, variant, trial, picture.get()));
          break;
        }
      }
    }
    return figures.isEmpty() ? "" : "<div class=\"gallery\">\n" + figures + "</div>\n";
  }

  private static Optional<Path> picture(TrialOutcome trial) throws IOException {
    Optional<Path> picture = trial.samples().filter(Files::isRegularFile);
    return picture.isPresent() && Files.size(picture.get()) <= MOST_BYTES
        ? picture
        : Optional.empty();
  }

  private static String figure(Study study, Variant variant, TrialOutcome trial, Path picture)
      throws IOException {
    String value =
        trial
            .finite(study.metric().key())
            .map(found -> ", " + found.key() + " " + Numbers.of(study).plain(found.value()))
            .orElse("");
    return """
        <figure><img alt="%s" src="data:image/png;base64,%s">
        <figcaption>%s<br>seed %d%s</figcaption></figure>
        """
        .formatted(
            Html.text("Samples of " + variant.label() + ", seed " + trial.seed()),
            Base64.getEncoder().encodeToString(Files.readAllBytes(picture)),
            Html.label(study, variant),
            trial.seed(),
            Html.text(value));
  }
}
