package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tweedie.api.data.DataDescription;
import org.tweedie.engine.compression.CompressedImages;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.data.DescribedData;
import org.tweedie.engine.kernel.TensorFlowLibrary;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.run.Elsewhere;
import org.tweedie.engine.run.OpenedModels;
import org.tweedie.engine.run.PostHoc;
import org.tweedie.engine.run.Provenance;
import org.tweedie.engine.run.Resumption;
import org.tweedie.engine.run.RunFolder;
import org.tweedie.engine.run.UsedRun;
import org.tweedie.engine.run.WarmStart;

/**
 * Runs that are begun, gone on with, or opened to be used: what {@link Tweedie} promises of them.
 */
final class RunOpening {

  private RunOpening() {}

  /** One that opens networks of its own. */
  private static Run of(
      RunFolder folder,
      RunConfig config,
      Assembled parts,
      boolean isOwn,
      @Nullable RunTraining training) {
    OpenedModels models = new OpenedModels(folder, parts, new PostHoc(folder, config.train()));
    return new Run(new UsedRun(folder, config, parts, models), false, isOwn, training);
  }

  static Run create(Path path, RunConfig config) throws IOException {
    RunFolder folder = new RunFolder(path);
    Optional<String> taken = folder.taken();
    if (taken.isPresent()) {
      throw new RunException(taken.get());
    }
    return trained(folder, config, parts -> RunTraining.begin(folder, config, parts));
  }

  static Run resume(Path path, RunConfig trained, RunConfig wanted) throws IOException {
    RunFolder folder = RunFolder.existing(path);
    RunConfig config = WarmStart.goingOn(folder, trained, wanted);
    boolean elsewhere = WarmStart.isElsewhere(trained, wanted);
    return trained(
        folder, config, parts -> RunTraining.resume(folder, trained, config, parts, elsewhere));
  }

  private interface Beginning {

    RunTraining of(Assembled parts) throws IOException;
  }

  private static Run trained(RunFolder folder, RunConfig config, Beginning beginning)
      throws IOException {
    TensorFlowLibrary.load();
    Assembled parts = assembled(folder, config);
    try {
      return of(folder, config, parts, true, beginning.of(parts));
    } catch (IOException | RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  static Run open(Path path, RunConfig trained, RunConfig config) {
    RunFolder folder = RunFolder.existing(path);
    Resumption.checkModel(folder, trained, config);
    TensorFlowLibrary.load();
    Assembled parts = Assembler.assembleToUse(config, trained, folder, advice(folder, config));
    return of(folder, config, parts, config.equals(trained), null);
  }

  /**
   * The components; what is missing of a run that is used from elsewhere is told with its place.
   */
  private static Assembled assembled(RunFolder folder, RunConfig config) {
    try {
      return Assembler.assemble(config, config.registry(), folder);
    } catch (ConfigException refused) {
      throw advice(folder, config).apply(refused);
    }
  }

  private static UnaryOperator<ConfigException> advice(RunFolder folder, RunConfig config) {
    return refused ->
        Elsewhere.of(folder).map(elsewhere -> elsewhere.advised(refused, config)).orElse(refused);
  }

  static Run open(Path path, RunConfig trained, RunConfig config, CompressedImages images) {
    RunFolder folder = RunFolder.existing(path);
    Resumption.checkModel(folder, trained, config);
    TensorFlowLibrary.load();
    DataDescription data = images.description();
    Provenance.shape(folder)
        .filter(shape -> !shape.equals(data.shape().toString()))
        .ifPresent(
            shape -> {
              throw new RunException(
                  "%s holds examples of %s, and the run in '%s' has those of %s. Name the run that compressed it: --run RUN."
                      .formatted(images.path(), data.shape(), path, shape));
            });
    // The file knows nothing of what a network may be told beside classes.
    DataDescription known =
        Provenance.description(folder)
            .filter(begun -> begun.shape().equals(data.shape()))
            .filter(begun -> begun.levels().equals(data.levels()))
            .filter(begun -> begun.classes().size() == data.classes().size())
            .orElse(data);
    return of(
        folder,
        config,
        Assembler.assembleFor(config, new DescribedData(known), config.registry(), folder),
        false,
        null);
  }
}
