package org.hotcut.system;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Tones to play into a call, and to find in its recording. */
final class Tone {
    private static final AudioFormat TELEPHONE = new AudioFormat(8000, 16, 1, true, false);

    private Tone() { }

    /** Writes a minute of a sine of so many hertz. */
    static void write(int hertz, Path wav) throws IOException {
        ByteBuffer samples = ByteBuffer.allocate(2 * 60 * 8000).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 60 * 8000; i++) {
            samples.putShort((short) (12000 * Math.sin(2 * Math.PI * hertz * i / 8000)));
        }
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(samples.array()), TELEPHONE, 60 * 8000), AudioFileFormat.Type.WAVE, wav.toFile());
    }

    /** Returns which part, 0 to 1, of a recording's energy is this tone. A recording shorter than a second is silence. */
    static double part(int hertz, Path wav) throws IOException {
        short[] samples = read(wav);
        if (samples.length < 8000) {
            return 0;
        }
        double cosine = 0;
        double sine = 0;
        double energy = 1;
        for (int i = 0; i < samples.length; i++) {
            double angle = 2 * Math.PI * hertz * i / 8000;
            cosine += samples[i] * Math.cos(angle);
            sine += samples[i] * Math.sin(angle);
            energy += (double) samples[i] * samples[i];
        }
        return 2 * (cosine * cosine + sine * sine) / (energy * samples.length);
    }

    private static short[] read(Path wav) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(wav.toFile())) {
            ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            short[] samples = new short[bytes.remaining() / 2];
            bytes.asShortBuffer().get(samples);
            return samples;
        } catch (UnsupportedAudioFileException e) {
            throw new IOException(e);
        }
    }
}
