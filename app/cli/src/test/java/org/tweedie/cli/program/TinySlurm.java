package org.tweedie.cli.program;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Slurm of this machine alone, with a partition "main" of two cores. */
final class TinySlurm implements AutoCloseable {

  private static final int LOOKS = 300;
  private static final int LOOK_MILLIS = 100;

  private static final String CONF =
      """
      ClusterName=tiny
      SlurmctldHost=%1$s(127.0.0.1)
      SlurmctldPort=%2$d
      SlurmdPort=%3$d
      SlurmUser=root
      SlurmdUser=root
      AuthType=auth/munge
      AuthInfo=socket=%4$s/munge/munge.socket
      StateSaveLocation=%4$s/state
      SlurmdSpoolDir=%4$s/spool
      SlurmctldPidFile=%4$s/slurmctld.pid
      SlurmdPidFile=%4$s/slurmd.pid
      SlurmctldLogFile=%4$s/slurmctld.log
      SlurmdLogFile=%4$s/slurmd.log
      ProctrackType=proctrack/linuxproc
      TaskPlugin=task/none
      SwitchType=switch/none
      MpiDefault=none
      JobAcctGatherType=jobacct_gather/none
      AccountingStorageType=accounting_storage/none
      SelectType=select/cons_tres
      SelectTypeParameters=CR_CPU
      ReturnToService=2
      KillWait=5
      MinJobAge=300
      NodeName=%1$s NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
      PartitionName=main Nodes=%1$s Default=YES MaxTime=INFINITE State=UP
      """;

  private final Path folder;
  private final List<Process> daemons = new ArrayList<>();

  private TinySlurm(Path folder) {
    this.folder = folder;
  }

  /** Whether it can be started here. */
  static boolean isInstalled() {
    return "root".equals(System.getProperty("user.name"))
        && Stream.of("sbatch", "slurmctld", "slurmd", "munged")
            .allMatch(
                name ->
                    Stream.of("/usr/bin", "/usr/sbin")
                        .anyMatch(bin -> Files.isExecutable(Path.of(bin, name))));
  }

  /** Starts it in a folder. */
  static TinySlurm start(Path folder) throws IOException, InterruptedException {
    TinySlurm slurm = new TinySlurm(folder);
    try {
      slurm.begin();
      return slurm;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      slurm.close();
      throw e;
    }
  }

  private void begin() throws IOException, InterruptedException {
    String host = InetAddress.getLocalHost().getHostName();
    for (String its : List.of("munge", "state", "spool")) {
      Files.createDirectories(folder.resolve(its));
    }
    byte[] key = new byte[1024];
    new SecureRandom().nextBytes(key);
    Path file = Files.write(folder.resolve("munge/munge.key"), key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(conf(), CONF.formatted(host, port(), port(), folder));
    daemon(
        "/usr/sbin/munged",
        "--foreground",
        "--force",
        "--key-file=" + file,
        "--socket=" + folder.resolve("munge/munge.socket"),
        "--pid-file=" + folder.resolve("munge/munged.pid"),
        "--log-file=" + folder.resolve("munge/munged.log"),
        "--seed-file=" + folder.resolve("munge/munged.seed"));
    await("munge", () -> Files.exists(folder.resolve("munge/munge.socket")));
    daemon("/usr/sbin/slurmctld", "-D", "-i");
    daemon("/usr/sbin/slurmd", "-D", "-N", host);
    await("a node", () -> command("sinfo", "--noheader", "--format=%T").strip().equals("idle"));
  }

  private Path conf() {
    return folder.resolve("slurm.conf");
  }

  private static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void daemon(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("daemons.log").toFile()));
    builder.environment().put("SLURM_CONF", conf().toString());
    daemons.add(builder.start());
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private void await(String what, Condition condition) throws IOException, InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      if (condition.holds()) {
        return;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    throw new IOException(
        "Slurm has no %s: %s".formatted(what, Files.readString(folder.resolve("daemons.log"))));
  }

  /** What one of Slurm's commands prints. */
  String command(String... words) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment());
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  /** What those find in their environment who use it. */
  Map<String, String> environment() {
    return Map.of("SLURM_CONF", conf().toString());
  }

  /** What it says of all jobs that it had, a line each. */
  List<String> jobs() throws IOException, InterruptedException {
    return command("scontrol", "--oneliner", "show", "jobs").lines().toList();
  }

  @Override
  public void close() {
    Collections.reverse(daemons);
    for (Process daemon : daemons) {
      daemon.destroy();
      daemon.onExit().join();
    }
  }
}
