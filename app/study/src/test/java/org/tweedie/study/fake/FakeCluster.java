package org.tweedie.study.fake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tweedie.study.executor.Cluster;
import org.tweedie.study.stage.MailboxProcess;
import org.tweedie.study.stage.PlayedMailbox;

/** A cluster that does what it is given at once, or what a test has it do. */
public final class FakeCluster implements Cluster {

  private final FakeWorkers workers;
  private final List<Submission> submitted = new ArrayList<>();
  private final List<String> cancelled = new ArrayList<>();
  private final Map<String, Fate> fates = new LinkedHashMap<>();
  private final Map<String, Path> mailboxes = new LinkedHashMap<>();
  private Optional<String> silence = Optional.empty();
  private Optional<Fate> instead = Optional.empty();
  private UnaryOperator<String> refusal = name -> "";

  /** With those who do its stages. */
  public FakeCluster(FakeWorkers workers) {
    this.workers = workers;
  }

  /** What was given to it. */
  public List<Submission> submitted() {
    return submitted;
  }

  /** What was taken from it. */
  public List<String> cancelled() {
    return cancelled;
  }

  /** The mailbox of a process. */
  public Path mailbox(String id) {
    return mailboxes.get(id);
  }

  /** From now on it does nothing, and says this of what it is given. */
  public void instead(Fate fate) {
    instead = Optional.of(fate);
  }

  /** From now on it does what it is given. */
  public void works() {
    instead = Optional.empty();
    refusal = name -> "";
    silence = Optional.empty();
  }

  /** From now on it takes nothing. */
  public void refuses(String words) {
    refusal = name -> words;
  }

  /** From now on it tells nothing. */
  public void isSilent(String words) {
    silence = Optional.of(words);
  }

  /** How a process stands from now on. */
  public void put(String id, Fate fate) {
    fates.put(id, fate);
  }

  @Override
  public String where() {
    return "on a fake";
  }

  @Override
  public String submit(Submission process) throws IOException {
    submitted.add(process);
    if (!refusal.apply(process.name()).isEmpty()) {
      throw new IOException(refusal.apply(process.name()));
    }
    String id = Integer.toString(submitted.size());
    int main = process.command().indexOf(MailboxProcess.class.getName());
    mailboxes.put(id, Path.of(process.command().get(main + 1)));
    if (instead.isPresent()) {
      fates.put(id, instead.get());
    } else {
      PlayedMailbox.play(mailboxes.get(id), workers);
      fates.put(id, new Fate.Ended(0, List.of()));
    }
    return id;
  }

  @Override
  public Map<String, Fate> fates(Collection<String> ids) throws IOException {
    if (silence.isPresent()) {
      throw new IOException(silence.get());
    }
    Map<String, Fate> found = new LinkedHashMap<>();
    ids.forEach(id -> found.put(id, fates.get(id)));
    return found;
  }

  @Override
  public void cancel(String id) {
    cancelled.add(id);
    fates.put(id, new Fate.Ended(143, List.of()));
  }

  @Override
  public void close() {}
}
