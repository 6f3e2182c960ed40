package org.tweedie.engine.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pickles of Python, as PyTorch's files are: to read one is to run the code in it. */
public final class PickleFile {

  private static final Pattern NAME = Pattern.compile("(?is).*\\.(pt|pth|ckpt|pkl|pickle)");

  private PickleFile() {}

  /** What is said of a file whose name says that it is a pickle; empty of any other. */
  public static Optional<String> refusal(Path file) {
    return Optional.of(file)
        .filter(path -> NAME.matcher(path.toString()).matches() && !Files.isDirectory(path))
        .map(
            "%s is a pickle of Python, and to read one is to run the code in it: such files are not opened. Where you trust it, save in Python what is in it: data by numpy.save('data.npy', array), weights by safetensors.torch.save_file(state_dict, 'weights.safetensors')."
                ::formatted);
  }
}
