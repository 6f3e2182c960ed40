package org.tweedie.cli.program;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.tweedie.engine.plugin.PluginLoader;

/**
 * The program's command line in this process, for tests of many runs: TensorFlow is loaded once.
 * Paths are relative to the module, so tests name absolute ones.
 */
final class InProcess {

  static {
    // Graphs as they are start sooner, which counts more here than speed.
    System.setProperty("tweedie.optimize", "false");
  }

  private InProcess() {}

  /** Runs a command to its end; what it prints of its progress goes to this process's streams. */
  static Program.Ended run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        org.tweedie.cli.Program.commandLine(new PluginLoader())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Program.Ended(status, out.toString(), err.toString());
  }
}
