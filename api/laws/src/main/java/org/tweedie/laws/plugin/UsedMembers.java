package org.tweedie.laws.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The members of other classes that some class files use: methods that they call or make method
 * references of, and fields that they read, as classes that are nested in one another may.
 */
final class UsedMembers {

  private final Set<String> used = new HashSet<>();

  private UsedMembers() {}

  /**
   * What is used in a folder or jar of classes.
   *
   * @return {@code acme/Heun$Options.steps} and the like
   * @throws IllegalArgumentException if a class file is of a form that is not known yet
   */
  static Set<String> in(URI place) {
    try {
      Path path = Path.of(place);
      UsedMembers members = new UsedMembers();
      if (Files.isDirectory(path)) {
        members.read(path);
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          members.read(jar.getPath("/"));
        }
      }
      return members.used;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The folder or jar which a class comes from; empty where it comes from none. */
  static Optional<URI> place(Class<?> type) {
    return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
        .map(CodeSource::getLocation)
        .map(
            location -> {
              try {
                return location.toURI();
              } catch (URISyntaxException impossible) {
                throw new IllegalStateException(impossible);
              }
            });
  }

  private void read(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(any -> any.toString().endsWith(".class")).toList()) {
        try (InputStream content = Files.newInputStream(file)) {
          new ClassReader(content).accept(new Classes(), ClassReader.SKIP_FRAMES);
        }
      }
    }
  }

  private final class Classes extends ClassVisitor {
    private String self = "";

    Classes() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String above, String[] interfaces) {
      self = name;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String type, String signature, String[] exceptions) {
      return new Methods(self);
    }
  }

  private final class Methods extends MethodVisitor {
    private final String self;

    Methods(String self) {
      super(Opcodes.ASM9);
      this.self = self;
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String type) {
      if (opcode == Opcodes.GETFIELD && !owner.equals(self)) {
        used.add(owner + "." + name);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String type, boolean ofInterface) {
      used.add(owner + "." + name);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String type, Handle bootstrap, Object... arguments) {
      for (Object argument : arguments) {
        // A record's own toString reads fields by such handles, which is no use of an option.
        if (argument instanceof Handle handle && handle.getTag() >= Opcodes.H_INVOKEVIRTUAL) {
          used.add(handle.getOwner() + "." + handle.getName());
        }
      }
    }
  }
}
