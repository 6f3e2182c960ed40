package org.tweedie.engine.plugin;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * The methods and fields that a class file refers to, read from its constant pool (The Java Virtual
 * Machine Specification, section 4.4): whatever calls a method, makes a method handle of it, or
 * reads a field, names it there.
 */
final class ConstantPool {

  private static final int MAGIC = 0xCAFEBABE;

  private final Object[] constants;

  private ConstantPool(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("no class file");
    }
    in.readInt();
    constants = new Object[in.readUnsignedShort()];
    for (int i = 1; i < constants.length; i++) {
      int tag = in.readUnsignedByte();
      constants[i] = constant(tag, in);
      if (tag == 5 || tag == 6) {
        i++;
      }
    }
  }

  /** A pair of places in the pool: of a class and of a name with its type, or of those two. */
  private record Pair(int first, int second) {}

  /** A reference to a method or a field. */
  private record Member(Pair places) {}

  /**
   * The members of other classes that a class refers to, as {@code acme/Heun$Options.steps}.
   *
   * @param self the class, as {@code acme/Heun}
   * @throws IOException if this is no class file, or one of a form that is not known yet
   */
  static Set<String> members(String self, InputStream classFile) throws IOException {
    ConstantPool pool = new ConstantPool(new DataInputStream(classFile));
    Set<String> members = new HashSet<>();
    for (Object constant : pool.constants) {
      if (constant instanceof Member member) {
        Pair nameAndType = (Pair) pool.constants[member.places().second()];
        Object owner = pool.constants[(Integer) pool.constants[member.places().first()]];
        if (!owner.equals(self)) {
          members.add(owner + "." + pool.constants[nameAndType.first()]);
        }
      }
    }
    return members;
  }

  private static Object constant(int tag, DataInputStream in) throws IOException {
    switch (tag) {
      case 1: // Utf8
        return in.readUTF();
      case 3: // Integer
      case 4: // Float
      case 17: // Dynamic
      case 18: // InvokeDynamic
        return in.readInt();
      case 5: // Long
      case 6: // Double
        return in.readLong();
      case 7: // Class
      case 8: // String
      case 16: // MethodType
      case 19: // Module
      case 20: // Package
        return in.readUnsignedShort();
      case 9: // Fieldref
      case 10: // Methodref
      case 11: // InterfaceMethodref
        return new Member(new Pair(in.readUnsignedShort(), in.readUnsignedShort()));
      case 12: // NameAndType
        return new Pair(in.readUnsignedShort(), in.readUnsignedShort());
      case 15: // MethodHandle
        in.readUnsignedByte();
        return in.readUnsignedShort();
      default:
        throw new IOException("a constant of the unknown kind " + tag);
    }
  }
}
