package org.tweedie.engine.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.tweedie.api.data.DataException;
import org.tweedie.api.model.Condition;
import org.tweedie.engine.file.PickleFile;

/** The image files of a folder or a zip file, in the order of their names, and their classes. */
final class ImageFiles implements AutoCloseable {

  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  /** Of pictures that are not read. */
  private static final List<String> OTHER_ENDINGS =
      List.of(
          ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jfif", ".jpe",
          ".jp2", ".jxl", ".ppm", ".pgm", ".pnm", ".svg", ".npy", ".npz");

  /** How many of them are named. */
  private static final int NAMED = 3;

  /** What Java puts for bytes of a name that it cannot read. */
  private static final char UNREADABLE = '\uFFFD';

  private final String folder;
  private final Optional<FileSystem> zip;
  private final List<Entry> entries;
  private final List<String> classes;
  private final List<String> others;
  private final FolderMetadata metadata;

  /**
   * An image file.
   *
   * @param path where to read it
   * @param name its path below the folder, with slashes on every system
   * @param label its class or {@link Condition#NONE}
   * @param said what a file beside the images says of it
   */
  record Entry(Path path, String name, int label, FolderMetadata.Row said) {}

  private ImageFiles(
      String folder,
      Optional<FileSystem> zip,
      List<Entry> entries,
      List<String> classes,
      List<String> others,
      FolderMetadata metadata) {
    this.folder = folder;
    this.zip = zip;
    this.entries = entries;
    this.classes = classes;
    this.others = others;
    this.metadata = metadata;
  }

  /**
   * Lists the images, with what files beside them say of them.
   *
   * @throws DataException if there is no such folder, or fewer than two images in it
   */
  static ImageFiles in(String folder) {
    ImageFiles files = list(folder, true);
    if (files.entries.size() < 2) {
      files.close();
      throw new DataException(
          "%s holds %s. Give 'folder' a folder or zip file with at least two PNG or JPEG images."
              .formatted(
                  folder, files.entries.isEmpty() ? "no PNG or JPEG image" : "only one image"));
    }
    return files;
  }

  /**
   * Lists the images, however few there are.
   *
   * @throws DataException if there is no such folder
   */
  static ImageFiles anyIn(String folder) {
    return list(folder, false);
  }

  private static ImageFiles list(String folder, boolean withMetadata) {
    Path path = Path.of(folder);
    PickleFile.refusal(path)
        .ifPresent(
            words -> {
              throw new DataException(words);
            });
    if (Files.isDirectory(path)) {
      return list(folder, Optional.empty(), path, withMetadata);
    }
    if (!Files.isRegularFile(path)) {
      throw new DataException(
          "There is no folder %s%s. Give 'folder' a folder or zip file with images; a run that is used from elsewhere finds its data by --set data.folder=DIR."
              .formatted(folder, fromWhere(path)));
    }
    FileSystem zip = open(path);
    try {
      return list(
          folder, Optional.of(zip), zip.getRootDirectories().iterator().next(), withMetadata);
    } catch (RuntimeException e) {
      close(zip);
      throw e;
    }
  }

  /** A relative path means something else wherever the program is started, so it says what. */
  static String fromWhere(Path path) {
    return path.isAbsolute() ? "" : " in the working directory";
  }

  private static FileSystem open(Path path) {
    try {
      return FileSystems.newFileSystem(path);
    } catch (IOException | ProviderNotFoundException e) {
      throw new DataException(
          "%s is neither a folder nor a zip file that can be read. Give 'folder' a folder or zip file with images."
              .formatted(path),
          e);
    }
  }

  private static ImageFiles list(
      String folder, Optional<FileSystem> zip, Path root, boolean withMetadata) {
    List<Path> all = filesBelow(folder, root);
    List<Path> paths =
        all.stream()
            .filter(path -> isImage(path) && Files.isRegularFile(root.resolve(path)))
            .filter(path -> !isDrawn(path, root))
            .toList();
    List<String> others =
        all.stream().filter(path -> isOther(path, root)).map(ImageFiles::slashed).toList();
    paths.stream()
        .filter(path -> path.toString().indexOf(UNREADABLE) >= 0)
        .findFirst()
        .ifPresent(
            path -> {
              throw new DataException(
                  "The folder %s has names that Java cannot read in this locale, as in '%s'. Please start it with LC_ALL=C.UTF-8, or another locale in UTF-8."
                      .formatted(folder, path));
            });
    int depth = paths.size() < 2 ? 0 : sharedFolders(paths);
    List<String> names = paths.stream().map(ImageFiles::slashed).toList();
    FolderMetadata metadata =
        withMetadata && paths.size() > 1
            ? FolderMetadata.read(folder, root, all, names)
            : FolderMetadata.NONE;
    boolean foldersAreClasses = paths.size() > 1 && !metadata.hasLabels();
    List<String> folders = foldersAreClasses ? classes(folder, paths, depth) : List.of();
    List<Entry> entries =
        paths.stream()
            .map(
                path ->
                    entry(
                        root.resolve(path),
                        slashed(path),
                        folders.isEmpty()
                            ? Condition.NONE
                            : folders.indexOf(path.getName(depth).toString()),
                        metadata))
            .toList();
    return new ImageFiles(
        folder, zip, entries, foldersAreClasses ? folders : metadata.classes(), others, metadata);
  }

  private static Entry entry(Path path, String name, int folder, FolderMetadata metadata) {
    FolderMetadata.Row said = metadata.of(name);
    return new Entry(path, name, metadata.hasLabels() ? said.label() : folder, said);
  }

  private static List<Path> filesBelow(String folder, Path root) {
    try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .map(root::relativize)
          .filter(ImageFiles::isVisible)
          .sorted(Comparator.comparing(ImageFiles::slashed))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          "The folder %s cannot be listed: %s.".formatted(folder, e.getMessage()), e);
    }
  }

  /** Hidden files, and the shadows that macOS puts into archives, are nobody's images. */
  private static boolean isVisible(Path path) {
    return StreamSupport.stream(path.spliterator(), false)
        .map(Path::toString)
        .noneMatch(part -> part.startsWith(".") || part.equals("__MACOSX"));
  }

  private static boolean isImage(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /** Whether something looks like a picture and is not read: of another format, or no file. */
  private static boolean isOther(Path path, Path root) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    Path file = root.resolve(path);
    return isImage(path)
        ? isDrawn(path, root) || (!Files.isRegularFile(file) && !Files.isDirectory(file))
        : OTHER_ENDINGS.stream().anyMatch(name::endsWith) && !Files.isDirectory(file);
  }

  /** Whether a run whose folder lies here has drawn a picture: it must not learn from itself. */
  private static boolean isDrawn(Path path, Path root) {
    for (int i = 0; i < path.getNameCount() - 1; i++) {
      if (path.getName(i).toString().equals("samples")) {
        Path run = i == 0 ? root : root.resolve(path.subpath(0, i));
        if (Files.exists(run.resolve("provenance.json"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** How many there are that look like pictures and are not read. */
  int others() {
    return others.size();
  }

  /** What to say of these; empty where there are none. */
  Optional<String> note() {
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d of the files of %s that look like pictures %s not read, %s%s: PNG and JPEG files are, but for those that runs have drawn."
                .formatted(
                    others.size(),
                    folder,
                    others.size() == 1 ? "is" : "are",
                    String.join(", ", others.subList(0, Math.min(NAMED, others.size()))),
                    others.size() > NAMED ? " and others" : ""));
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  /** How many folders all images have in common. */
  private static int sharedFolders(List<Path> paths) {
    Path first = paths.get(0);
    for (int depth = 0; ; depth++) {
      int at = depth;
      if (paths.stream()
          .anyMatch(
              path ->
                  path.getNameCount() <= at + 1 || !path.getName(at).equals(first.getName(at)))) {
        return depth;
      }
    }
  }

  private static List<String> classes(String folder, List<Path> paths, int depth) {
    List<Path> loose = paths.stream().filter(path -> path.getNameCount() == depth + 1).toList();
    if (loose.size() == paths.size()) {
      return List.of();
    }
    if (!loose.isEmpty()) {
      throw new DataException(
          "%s has images beside its class folders: %s%s. Move each into the folder of its class."
              .formatted(
                  folder,
                  slashed(loose.get(0)),
                  loose.size() == 1 ? "" : " and " + (loose.size() - 1) + " more"));
    }
    return new ArrayList<>(
        paths.stream().map(path -> path.getName(depth).toString()).sorted().distinct().toList());
  }

  /** What holds them, as it was given. */
  String folder() {
    return folder;
  }

  /** The images in the order of their names. */
  List<Entry> entries() {
    return entries;
  }

  /** The names of the classes; empty where all images lie in one folder. */
  List<String> classes() {
    return classes;
  }

  /** What files beside the images say. */
  FolderMetadata metadata() {
    return metadata;
  }

  /** What to call an image in a message. */
  String name(int index) {
    return name(entries.get(index));
  }

  /** What to call an image in a message. */
  String name(Entry entry) {
    return zip.isPresent() ? entry.name() + " in " + folder : entry.path().toString();
  }

  @Override
  public void close() {
    zip.ifPresent(ImageFiles::close);
  }

  private static void close(FileSystem zip) {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
