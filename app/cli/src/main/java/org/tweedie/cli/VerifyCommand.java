package org.tweedie.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tweedie.engine.config.RunConfig;
import org.tweedie.engine.plugin.Registry;
import org.tweedie.engine.run.Assembled;
import org.tweedie.engine.run.Assembler;
import org.tweedie.engine.verification.Verification;
import org.tweedie.engine.verification.Verified;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the papers' identities on the components of a config. */
@Command(
    name = "verify",
    description = {
      "Check the identities of the papers on the components that a config names.",
      "Exit status 1 where one fails."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ConfigFiles files;

  @Mixin private PluginFolders plugins;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() {
    files.name();
    Registry registry = plugins.load(files.files());
    RunConfig config = files.read(registry);
    try (Assembled parts = Assembler.assembleToVerify(config, registry)) {
      return verify(new Verification(config, parts, registry));
    }
  }

  private int verify(Verification verification) {
    PrintWriter out = spec.commandLine().getOut();
    List<Verified> all = new ArrayList<>();
    verification
        .all()
        .forEach(
            verified -> {
              all.add(verified);
              if (!json) {
                out.println(VerifyText.table(verified));
                out.flush();
              }
            });
    out.println(json ? VerifyJson.render(all) : VerifyText.summary(all));
    out.flush();
    boolean good =
        all.stream().flatMap(it -> it.findings().stream()).allMatch(finding -> finding.isGood());
    return good ? 0 : Tweedie.FAILED;
  }
}
