package org.tweedie.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tweedie.api.data.DataException;
import org.tweedie.engine.config.ConfigException;
import org.tweedie.engine.file.FileFormatException;
import org.tweedie.engine.problem.Closest;
import org.tweedie.engine.problem.ComponentFailure;
import org.tweedie.engine.problem.ModelFailure;
import org.tweedie.engine.problem.Plain;
import org.tweedie.engine.problem.RunException;
import org.tweedie.engine.problem.TrainingFailure;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is printed, and which status the program ends with, when a command did not succeed. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    boolean unmatched = wrong instanceof UnmatchedArgumentException;
    String message =
        unmatched
            ? unknown((UnmatchedArgumentException) wrong)
            : String.valueOf(wrong.getMessage());
    err.println(Plain.text(message));
    if (!unmatched && command.getCommandSpec().parent() == null) {
      command.usage(err);
    } else {
      err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    if (Arrays.asList(args).contains("--verbose")) {
      trace(wrong, err);
    }
    return Program.WRONG_INPUT;
  }

  private static String unknown(UnmatchedArgumentException unmatched) {
    CommandLine command = unmatched.getCommandLine();
    String first = unmatched.getUnmatched().get(0);
    if (first.startsWith("-")) {
      String name = first.replaceFirst("=.*", "");
      List<String> names =
          command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
      return "There is no option '%s'.%s".formatted(name, Closest.question(name, names));
    }
    Set<String> commands = command.getSubcommands().keySet();
    return commands.isEmpty()
        ? "The argument '%s' is one too many.".formatted(first)
        : "There is no command '%s'.%s  Commands: %s"
            .formatted(first, Closest.question(first, commands), String.join(", ", commands));
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof RunException refused) {
      return handleParseException(
          new ParameterException(command, refused.getMessage(), refused),
          parsed.originalArgs().toArray(String[]::new));
    }
    PrintWriter err = command.getErr();
    boolean wrongInput =
        failure instanceof ConfigException
            || failure instanceof DataException
            || failure instanceof FileFormatException;
    boolean verbose =
        command.getCommandSpec().root().userObject() instanceof Program program
            && program.verbose();
    boolean inWords =
        failure instanceof TrainingFailure
            || failure instanceof ModelFailure
            || failure instanceof ComponentFailure;
    if (wrongInput || inWords) {
      err.println(Plain.text(String.valueOf(failure.getMessage())));
      if (verbose) {
        trace(failure, err);
      }
    } else {
      unforeseen(failure, command.getCommandSpec().qualifiedName(), verbose, err);
    }
    return wrongInput ? Program.WRONG_INPUT : Program.FAILED;
  }

  /** Messages stand in traces too. */
  private static void trace(Throwable failure, PrintWriter err) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    err.print(Plain.text(text.toString()));
  }

  /** What no sentence was written for. */
  static void unforeseen(Throwable failure, String what, boolean verbose, PrintWriter err) {
    String message = Optional.ofNullable(failure.getMessage()).orElse("no further message");
    err.println(
        Plain.text(
            what
                + " failed: "
                + failure.getClass().getSimpleName()
                + ": "
                + message.lines().findFirst().orElse(message)));
    if (verbose) {
      trace(failure, err);
    } else {
      err.println("The option --verbose shows where.");
    }
    err.flush();
  }
}
