package org.tweedie.engine.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tweedie.api.data.DataShape;
import org.tweedie.api.model.Batch;
import org.tweedie.api.model.Condition;
import org.tweedie.api.plugin.Kinds;
import org.tweedie.engine.chain.LatentChain;
import org.tweedie.engine.data.PictureFile;
import org.tweedie.engine.likelihood.ChainBound;
import org.tweedie.engine.picture.GreyValues;
import org.tweedie.engine.picture.Png;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.progress.Report;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.sampling.ChainCode;
import org.tweedie.engine.sampling.Code;
import org.tweedie.engine.sampling.SamplerCode;

/**
 * Images by way of a run's latents: encoded and decoded again, or between two of them.
 *
 * @param run whose model
 * @param label the class of the images, where the model is told it
 * @param level the latent of a chain, from 1 next to the data; empty for the usual one
 * @param seed where all randomness begins
 */
record ImageLatents(UsedRun run, Optional<String> label, OptionalInt level, long seed) {

  private static final int DRAWS = 16;

  /** Encodes an image and decodes it; writes both side by side. */
  Report reconstruct(Path image, Path file) throws IOException {
    GreyValues grey = new GreyValues(run.assembly().data());
    byte[] given = PictureFile.read(image, imageShape());
    Batch x = grey.toModel(given);
    Batch after = decode(code(), encode(x), 1);
    String psnr =
        String.format(
            Locale.ROOT,
            "PSNR of the reconstruction %.2f dB",
            GreyValues.psnr(given, grey.of(after)));
    String text = bits(x).map(bits -> bits + "\n" + psnr).orElse(psnr);
    return new Report(text, "", List.of(write(file, grey, x.followedBy(after))));
  }

  /**
   * Goes from one image to another through their latents.
   *
   * @param count how many images, both ends among them
   */
  Report interpolate(Path from, Path to, int count, Path file) throws IOException {
    if (count < 2) {
      throw new RunException("--count must be 2 or more, not %d.".formatted(count));
    }
    GreyValues grey = new GreyValues(run.assembly().data());
    DataShape shape = imageShape();
    Batch first = grey.toModel(PictureFile.read(from, shape));
    Batch second = grey.toModel(PictureFile.read(to, shape));
    Batch one = encode(first);
    Batch other = encode(second);
    Batch way =
        IntStream.range(0, count)
            .mapToObj(i -> Code.between(one, other, (double) i / (count - 1)))
            .reduce(Batch::followedBy)
            .orElseThrow();
    Batch shown = first.followedBy(decode(code(), way, count)).followedBy(second);
    return new Report(
        "From %s to %s in %d steps; the images themselves are at both ends."
            .formatted(from, to, count),
        "",
        List.of(write(file, grey, shown)));
  }

  /** What the image costs under a chain's bound. */
  private Optional<String> bits(Batch x) throws IOException {
    Optional<LatentChain> chain = run.inspected().chain();
    return chain.map(
        known -> {
          ChainBound.Terms terms =
              new ChainBound(DRAWS, seed, true).terms(known, x, condition(1), 0);
          double unit = x.shape().size() * Math.log(2);
          return String.format(
              Locale.ROOT,
              "The image costs %.4f bits/dim: prior %.4f, latents %.4f, reconstruction %.4f (%d"
                  + " draws)",
              (terms.prior()[0] + terms.latents()[0] + terms.reconstruction()[0]) / unit,
              terms.prior()[0] / unit,
              terms.latents()[0] / unit,
              terms.reconstruction()[0] / unit,
              DRAWS);
        });
  }

  private Batch encode(Batch x) throws IOException {
    try {
      return code().encode(x, condition(1));
    } catch (IllegalStateException random) {
      throw new RunException(
          "The sampler '%s' cannot be walked from data to noise as it is set: %s."
              .formatted(sampler(), random.getMessage()));
    }
  }

  private Batch decode(Code code, Batch z, int count) {
    return code.decode(z, condition(count));
  }

  private Condition condition(int count) {
    return run.condition(
        label,
        count,
        "The model was trained with every label shown: tell it what the images show with --class.");
  }

  private Code code() throws IOException {
    Optional<LatentChain> chain = run.inspected().chain();
    if (chain.isPresent()) {
      int levels = chain.get().levels();
      int wanted = level.orElse(ChainCode.usualLevel(chain.get()));
      if (wanted < 1 || wanted > levels) {
        throw new RunException(
            "--level must be 1 to %d, of as many latents, not %d.".formatted(levels, wanted));
      }
      return new ChainCode(chain.get(), wanted, seed);
    }
    if (level.isPresent()) {
      throw new RunException(
          "--level is for models with a chain of latents, and this one is a diffusion.");
    }
    return SamplerCode.of(run.assembly(), run.inspectedDiffusion())
        .orElseThrow(
            () ->
                new RunException(
                    "The sampler '%s' cannot be walked from data to noise. Samplers that can: %s. Choose one with --set sampler=NAME."
                        .formatted(sampler(), encoders())));
  }

  private String sampler() {
    return run.config().component(Kinds.SAMPLER).reference();
  }

  private String encoders() {
    return run.config().registry().all(Kinds.SAMPLER).stream()
        .filter(type -> SamplerCode.canEncode(type.type()))
        .map(type -> run.config().registry().reference(type))
        .collect(Collectors.joining(", "));
  }

  private DataShape imageShape() {
    DataShape shape = run.assembly().data().shape();
    int channels = shape.isImage() ? Objects.requireNonNull(shape.dimensions().get(2)) : 0;
    if (channels != 1 && channels != 3) {
      throw new RunException(
          "The model's data are not grey or colour images but %s, and this reads pictures."
              .formatted(shape));
    }
    return shape;
  }

  private static Path write(Path file, GreyValues grey, Batch images) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Png.write(file, grey.sideBySide(images));
    return file;
  }
}
