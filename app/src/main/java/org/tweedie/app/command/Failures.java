package org.tweedie.app.command;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import org.tweedie.api.data.DataException;
import org.tweedie.app.config.ConfigException;
import org.tweedie.app.file.FileFormatException;
import org.tweedie.app.problem.Closest;
import org.tweedie.app.training.TrainingFailure;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is printed, and which status the program ends with, when a command did not succeed. */
final class Failures {

  private Failures() {}

  static int wrongParameter(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(wrong.getMessage() + suggestion(wrong, command));
    if (command.getCommandSpec().parent() == null
        && !(wrong instanceof UnmatchedArgumentException)) {
      command.usage(err);
    } else {
      err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    if (Arrays.asList(args).contains("--verbose")) {
      wrong.printStackTrace(err);
    }
    return Tweedie.WRONG_INPUT;
  }

  private static String suggestion(ParameterException wrong, CommandLine command) {
    if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String written = unmatched.getUnmatched().get(0);
    String question =
        Closest.question(
            written,
            written.startsWith("-")
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet());
    return question.isEmpty() ? "" : "." + question;
  }

  static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    boolean wrongInput =
        failure instanceof ConfigException
            || failure instanceof DataException
            || failure instanceof FileFormatException;
    boolean verbose =
        command.getCommandSpec().root().userObject() instanceof Tweedie tweedie
            && tweedie.verbose();
    if (wrongInput || failure instanceof TrainingFailure) {
      err.println(failure.getMessage());
    } else {
      String message = Optional.ofNullable(failure.getMessage()).orElse("no further message");
      err.println(
          command.getCommandSpec().qualifiedName()
              + " failed: "
              + failure.getClass().getSimpleName()
              + ": "
              + message.lines().findFirst().orElse(message));
      if (!verbose) {
        err.println("The option --verbose shows where.");
      }
    }
    if (verbose) {
      failure.printStackTrace(err);
    }
    return wrongInput ? Tweedie.WRONG_INPUT : Tweedie.FAILED;
  }
}
