package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tweedie.study.StudyFolder;
import org.tweedie.study.results.Answer;
import org.tweedie.study.results.QueryException;
import org.tweedie.study.results.ResultsDatabase;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks a study for its trials. */
@Command(
    name = "results",
    description = {
      "List the trials of a study, or those for which a condition holds.",
      "",
      "The table has the columns number, id, status, seed, then one for each axis and each metric,"
          + " and the seconds of its stages: train_seconds,"
          + " sample_seconds and measure_seconds. In the name of an axis, underscores stand for dots"
          + " and hyphens: sampler.steps is sampler_steps, or \"sampler.steps\" in double quotes."
          + " Axes whose values are all numbers compare as numbers. What a trial does not have is"
          + " NULL."
    },
    footer = {
      "",
      "As in: tweedie results studies/mine --where 'schedule = \"learned\" AND test_bpd < 2' --sort test_bpd"
    },
    mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {

  @Mixin private Console console;

  @Parameters(paramLabel = "STUDY", description = "The study's folder, as in studies/mine.")
  private Path study;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "A condition in SQL. Texts stand in single quotes; in double quotes too, where no column is"
              + " called so.")
  private Optional<String> where = Optional.empty();

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      split = ",",
      description =
          "Columns to sort by, as in test_bpd or 'test_bpd desc' (default: number); NULL comes last.")
  private List<String> sort = new ArrayList<>();

  @Option(
      names = "--select",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns to show (default: all).")
  private List<String> select = new ArrayList<>();

  @ArgGroup private Form form = new Form();

  /** At most one of both. */
  private static final class Form {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--csv", description = "Print comma-separated values.")
    private boolean csv;
  }

  @Override
  public Integer call() throws IOException {
    StudyFolder folder = new StudyFolder(study);
    if (!Files.isDirectory(folder.trials())) {
      throw console.wrong("There is no study in '%s': it has no folder 'trials'.".formatted(study));
    }
    for (Path damaged : folder.damaged()) {
      console.note(
          "Left out %s: it is damaged, or was changed after it was written. 'tweedie ablate --study %s' looks at the trial again."
              .formatted(damaged, study));
    }
    try (ResultsDatabase database = new ResultsDatabase(folder.outcomes())) {
      Answer answer = ask(database);
      console.print(form.json ? answer.json() : form.csv ? answer.csv() : answer.text());
    }
    return 0;
  }

  private Answer ask(ResultsDatabase database) {
    try {
      return database.ask(select, where, sort);
    } catch (QueryException unclear) {
      throw console.wrong("%s%nColumns: %s".formatted(unclear.getMessage(), database.columns()));
    }
  }
}
