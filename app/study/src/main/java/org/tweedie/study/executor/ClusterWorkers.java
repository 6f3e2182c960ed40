package org.tweedie.study.executor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tweedie.study.executor.Cluster.Fate;
import org.tweedie.study.executor.Cluster.Submission;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Mailbox;
import org.tweedie.study.stage.ProgramCommand;
import org.tweedie.study.stage.Signal;
import org.tweedie.study.stage.StageLog;
import org.tweedie.study.stage.Workers;

/**
 * Works on stages in processes of a cluster whose machines see the study's folder. A process and
 * the study leave each other word in a {@link Mailbox}; the cluster is asked every few seconds how
 * processes stand. Safe for several threads.
 */
public final class ClusterWorkers implements Workers {

  /** Between two looks at mailboxes. */
  private static final int LOOK_MILLIS = 500;

  /** A look at the cluster, and a beat of the pulse, every so many looks. */
  private static final int SLOWER = 8;

  /**
   * How often in a row a cluster may not answer before its processes are given up: some minutes, in
   * which its controller may be started anew.
   */
  private static final int PATIENCE = 75;

  /** Looks at the cluster until an ended process's last words must be there. */
  private static final int UNTIL_MAIL = 15;

  private final Cluster cluster;
  private final Path jobs;
  private final List<Path> plugins;
  private final int slower;
  private final Map<String, OnCluster> running = new LinkedHashMap<>();
  private Optional<Thread> rounds = Optional.empty();
  private boolean begun;
  private int number;
  private long looks;
  private int failures;

  /** With nothing started yet. */
  public ClusterWorkers(Cluster cluster, Site site) {
    this(cluster, site, SLOWER);
  }

  /** With a look at the cluster every so many looks at mailboxes. */
  ClusterWorkers(Cluster cluster, Site site, int slower) {
    this.slower = slower;
    this.cluster = cluster;
    jobs = site.jobs();
    plugins = site.plugins();
  }

  @Override
  public String where() {
    return cluster.where();
  }

  /** Makes rounds of its own from now on; else somebody calls {@link #round}. */
  ClusterWorkers started() {
    Thread thread = new Thread(this::goRound, "cluster");
    thread.setDaemon(true);
    thread.start();
    rounds = Optional.of(thread);
    return this;
  }

  private void goRound() {
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        round();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized Worker start(Job job, Consumer<Signal> signals) throws IOException {
    begin();
    number++;
    StageLog log = StageLog.begin(job);
    Mailbox mailbox = Mailbox.create(jobs.resolve(Integer.toString(number)), job);
    try {
      String id =
          cluster.submit(
              new Submission(
                  "tweedie-" + job.works().get(0).stage().key(),
                  ProgramCommand.of(mailbox, plugins, cluster.isHeldByInput()),
                  job.cores(),
                  log.file().toAbsolutePath(),
                  cluster.carries()
                      ? Optional.of(
                          Cargo.pack(
                              job,
                              mailbox,
                              plugins,
                              cluster.isHeldByInput(),
                              log.file().toAbsolutePath()))
                      : Optional.empty()));
      mailbox.submitted(id);
      OnCluster started = new OnCluster(id, mailbox, log, signals);
      running.put(id, started);
      return started;
    } catch (IOException refused) {
      mailbox.delete();
      signals.accept(new Signal.Lost(String.valueOf(refused.getMessage())));
      return new Gone();
    }
  }

  /** What an earlier start of the study left behind, when it was killed, ends now. */
  private void begin() throws IOException {
    if (begun) {
      return;
    }
    begun = true;
    for (Mailbox left : Mailbox.in(jobs)) {
      try {
        Optional<String> id = left.id();
        if (id.isPresent()) {
          cluster.cancel(id.get());
        }
      } catch (IOException unreachable) {
        // Who finds its mailbox gone ends by itself.
      } finally {
        left.delete();
      }
    }
    Files.createDirectories(jobs);
    Mailbox.beat(jobs, looks);
  }

  /** Looks at mailboxes and, more seldom, at the cluster, and tells what is new. */
  synchronized void round() {
    boolean farther = looks++ % slower == 0;
    if (running.isEmpty()) {
      return;
    }
    running.values().forEach(OnCluster::hear);
    if (!farther) {
      return;
    }
    try {
      Mailbox.beat(jobs, looks);
    } catch (IOException full) {
      // The study finds out by itself that nothing can be written.
      return;
    }
    Map<String, Fate> fates;
    try {
      fates = cluster.fates(List.copyOf(running.keySet()));
      failures = 0;
    } catch (IOException silent) {
      failures++;
      if (failures < PATIENCE) {
        return;
      }
      fates = new LinkedHashMap<>();
      for (String id : running.keySet()) {
        fates.put(id, new Fate.Lost(String.valueOf(silent.getMessage())));
      }
    }
    for (OnCluster one : new ArrayList<>(running.values())) {
      Optional.ofNullable(fates.get(one.id)).ifPresent(one::take);
    }
  }

  @Override
  public void close() {
    rounds.ifPresent(Thread::interrupt);
    synchronized (this) {
      for (OnCluster one : new ArrayList<>(running.values())) {
        one.cancel();
      }
      running.clear();
      cluster.close();
    }
  }

  /** A process of the cluster. */
  private final class OnCluster implements Worker {

    private final String id;
    private final Mailbox mailbox;
    private final StageLog log;
    private final Consumer<Signal> signals;
    private long position;
    private boolean over;
    private boolean mayRun;
    private String waiting = "";
    private int sinceEnd;

    OnCluster(String id, Mailbox mailbox, StageLog log, Consumer<Signal> signals) {
      this.id = id;
      this.mailbox = mailbox;
      this.log = log;
      this.signals = signals;
    }

    /** Tells what the process told. */
    void hear() {
      try {
        Mailbox.News news = mailbox.news(position);
        position = news.position();
        over |= news.isOver();
        mayRun |= !news.signals().isEmpty();
        news.signals().forEach(signals);
      } catch (IOException later) {
        // Files of a network may be away for a moment; the next look finds them.
        return;
      }
    }

    void take(Fate fate) {
      if (fate instanceof Fate.Waiting wait) {
        if (!mayRun && !wait.why().equals(waiting)) {
          waiting = wait.why();
          signals.accept(new Signal.Waiting(waiting));
        }
      } else if (fate instanceof Fate.Running) {
        mayRun = true;
      } else if (fate instanceof Fate.Ended ended) {
        hear();
        // What it told last may be on its way still.
        if (ended.exit() != 0 || over) {
          List<String> words = new ArrayList<>(ended.exit() == 0 ? List.of() : log.lastWords());
          words.addAll(ended.words());
          end(new Signal.Exited(ended.exit(), words));
        } else if (sinceEnd++ >= UNTIL_MAIL) {
          end(new Signal.Lost("Its process ended, and did not tell how."));
        }
      } else if (fate instanceof Fate.Lost lost) {
        hear();
        end(over ? new Signal.Exited(0, List.of()) : new Signal.Lost(lost.why()));
      }
    }

    private void end(Signal last) {
      running.remove(id);
      try {
        mailbox.delete();
      } catch (IOException stays) {
        // The next start of the study takes it away.
        signals.accept(last);
        return;
      }
      signals.accept(last);
    }

    @Override
    public void stop() {
      synchronized (ClusterWorkers.this) {
        if (!running.containsKey(id)) {
          return;
        }
        try {
          mailbox.orderStop();
        } catch (IOException full) {
          cancel();
        }
        if (!mayRun || cluster.carries()) {
          // Whether it began a moment ago or not: what has begun saves what it has.
          cancel();
        }
      }
    }

    private void cancel() {
      try {
        cluster.cancel(id);
      } catch (IOException unreachable) {
        // Its process ends by itself, since the pulse stands still.
        mayRun = true;
      }
    }

    @Override
    public void kill() {
      synchronized (ClusterWorkers.this) {
        if (running.containsKey(id)) {
          cancel();
          end(new Signal.Exited(KILLED, List.of()));
        }
      }
    }
  }

  /** As a shell gives it for a process that was killed. */
  private static final int KILLED = 137;

  /** Of a process that was never taken. */
  private static final class Gone implements Worker {

    @Override
    public void stop() {}

    @Override
    public void kill() {}
  }
}
