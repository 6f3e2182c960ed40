package org.tweedie.study.executor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.tweedie.engine.file.AtomicFile;
import org.tweedie.study.stage.Job;
import org.tweedie.study.stage.Mailbox;
import org.tweedie.study.stage.ProgramCommand;

/**
 * The files of a job that go with its process to a machine that does not see the study's folder,
 * and what comes back: two zip files. There all lies in one folder that the process is started in:
 * folders of the job as {@code 0}, {@code 1} and so on, each with the end of its own path behind
 * it; its mailbox; plugins. What comes back are files that are new or were changed.
 *
 * @param there what the process is started with, in that folder
 * @param out what goes there
 * @param back what comes back, once it does
 * @param homes where folders of that folder are at home
 * @param log what is added to with what the process printed
 */
public record Cargo(List<String> there, Path out, Path back, Map<String, Path> homes, Path log) {

  private static final String MAILBOX = "mailbox/job";

  /** What the process prints, in that folder. */
  private static final String PRINTED = "log.txt";

  /** In a run's folder, what partitions measured. */
  private static final String PARTITIONS = "partitions";

  /** Of this machine alone. */
  private static final Set<String> STAY = Set.of("lock", PRINTED);

  /** Copies. */
  public Cargo {
    there = List.copyOf(there);
    homes = Map.copyOf(homes);
  }

  /**
   * Packs.
   *
   * @param mailbox the job's, which is here
   * @param held whether the process's input ends when what started it is gone
   */
  static Cargo pack(Job job, Mailbox mailbox, List<Path> plugins, boolean held, Path log)
      throws IOException {
    Map<Path, String> names = new LinkedHashMap<>();
    for (Job.Work work : job.works()) {
      for (String folder : List.of(work.folder(), work.run(), work.samples())) {
        if (!folder.isEmpty()) {
          Path path = Path.of(folder).toAbsolutePath().normalize();
          names.putIfAbsent(path, names.size() + "/" + end(path));
        }
      }
    }
    Map<String, Path> homes = new LinkedHashMap<>();
    names.forEach((path, name) -> homes.put(name, path));
    homes.put(MAILBOX, mailbox.folder());
    // Where this job and others are worked on: it may lie in a folder that goes, as a run's.
    Path work = mailbox.folder().resolve("../..").normalize();
    Path out = mailbox.folder().resolve("out.zip");
    List<Path> folders = new ArrayList<>();
    try (OutputStream file = Files.newOutputStream(out);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<Path, String> folder : names.entrySet()) {
        add(folder.getKey(), folder.getValue(), work, zip);
      }
      for (Path folder : plugins) {
        Path name = Path.of("plugins", Integer.toString(folders.size()));
        add(folder, name.toString(), work, zip);
        folders.add(name);
      }
      zip.putNextEntry(new ZipEntry(MAILBOX + "/job.json"));
      zip.write(Mailbox.text(moved(job, names)));
      zip.putNextEntry(new ZipEntry(MAILBOX + "/signals"));
    }
    return new Cargo(
        ProgramCommand.elsewhere(new Mailbox(Path.of(MAILBOX)), folders, held),
        out,
        mailbox.folder().resolve("back.zip"),
        homes,
        log);
  }

  /** The last two names of a path: those by which a stage's folder is told. */
  private static String end(Path path) {
    int names = path.getNameCount();
    return path.subpath(Math.max(0, names - 2), names).toString();
  }

  private static Job moved(Job job, Map<Path, String> names) {
    return new Job(
        job.works().stream()
            .map(
                work ->
                    new Job.Work(
                        work.stage(),
                        moved(work.folder(), names),
                        work.step(),
                        moved(work.run(), names),
                        moved(work.samples(), names),
                        work.piece()))
            .toList(),
        job.cores());
  }

  private static String moved(String folder, Map<Path, String> names) {
    return folder.isEmpty()
        ? ""
        : names.getOrDefault(Path.of(folder).toAbsolutePath().normalize(), folder);
  }

  private static void add(Path folder, String name, Path work, ZipOutputStream zip)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(file -> folder.startsWith(work) || !file.startsWith(work))
              .filter(file -> !folder.relativize(file).startsWith(PARTITIONS))
              .sorted()
              .toList();
    }
    for (Path file : files) {
      if (!STAY.contains(String.valueOf(file.getFileName()))) {
        zip.putNextEntry(new ZipEntry(name + "/" + folder.relativize(file)));
        Files.copy(file, zip);
      }
    }
  }

  /**
   * Brings home what came back: the mailbox last, since who hears that a stage ended reads its
   * files.
   *
   * @throws IOException in words, if it cannot be read, or holds what belongs nowhere
   */
  void unpack() throws IOException {
    try (ZipFile zip = new ZipFile(back.toFile())) {
      List<ZipEntry> last = new ArrayList<>();
      for (Enumeration<? extends ZipEntry> each = zip.entries(); each.hasMoreElements(); ) {
        ZipEntry entry = each.nextElement();
        if (entry.getName().startsWith(MAILBOX)) {
          last.add(entry);
        } else {
          bring(zip, entry);
        }
      }
      for (ZipEntry entry : last) {
        bring(zip, entry);
      }
    }
  }

  private void bring(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      if (entry.getName().equals(PRINTED)) {
        Files.write(log, in.readAllBytes(), StandardOpenOption.APPEND);
        return;
      }
      Path file = home(entry.getName());
      Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(file));
      if (file.endsWith("signals")) {
        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      } else {
        AtomicFile.write(file, channel -> in.transferTo(Channels.newOutputStream(channel)));
      }
    }
  }

  private Path home(String name) throws IOException {
    for (Map.Entry<String, Path> home : homes.entrySet()) {
      if (name.startsWith(home.getKey() + "/")) {
        Path file = home.getValue().resolve(name.substring(home.getKey().length() + 1)).normalize();
        if (file.startsWith(home.getValue())) {
          return file;
        }
      }
    }
    throw new IOException("a file came back that belongs nowhere: " + name);
  }
}
