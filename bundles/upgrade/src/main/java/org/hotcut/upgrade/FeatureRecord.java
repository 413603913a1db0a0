package org.hotcut.upgrade;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.BundleInfo.BundleOverrideMode;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;

/**
 * Karaf's "feature processing": a file of bundle replacements ({@code featureProcessing} in {@code etc/org.apache.karaf.features.cfg} names it). The feature service reads it
 * when it starts and when features are refreshed; then the version that {@code bundle.update} put in place is the one that features ask for, and there is nothing to put back.
 */
final class FeatureRecord implements Replacements {
    private final Path file;
    private final Supplier<FeaturesService> features;

    FeatureRecord(Path file, Supplier<FeaturesService> features) {
        this.file = file;
        this.features = features;
    }

    @Override
    public String origin(String location) {
        return bundles().filter(bundle -> location.equals(bundle.getLocation()) || location.equals(listedAs(bundle)))
            .map(FeatureRecord::listedAs).findFirst().orElse("");
    }

    @Override
    public String apply(Collection<Ledger.Entry> entries, Function<String, Path> files) throws IOException {
        List<Ledger.Entry> replaced = entries.stream().filter(entry -> !entry.isAsDelivered() && !entry.origin().isEmpty()).toList();
        AtomicFile.write(file, xml(replaced, files));
        FeaturesService service = features.get();
        if (service == null) {
            return "the feature service is away";
        }
        try {
            // what is installed is right already: only the definitions are to be read anew
            service.refreshFeatures(EnumSet.of(Option.Simulate, Option.NoAutoRefreshBundles));
        } catch (Exception e) {
            return Causes.sentence(e);
        }
        return replaced.stream().anyMatch(entry -> !isKnown(entry, files))
            ? "featureProcessing in etc/org.apache.karaf.features.cfg does not name " + file : null;
    }

    static String xml(Collection<Ledger.Entry> entries, Function<String, Path> files) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<!-- What edge:update has put in force. Written by the server. -->\n"
            + "<featuresProcessing xmlns=\"http://karaf.apache.org/xmlns/features-processing/v1.0.0\">\n  <bundleReplacements>\n");
        for (Ledger.Entry entry : entries) {
            xml.append("    <bundle mode=\"maven\" originalUri=\"").append(escape(entry.origin())).append("\" replacement=\"")
                .append(escape(files.apply(entry.current().file()).toUri().toString())).append("\"/>\n");
        }
        return xml.append("  </bundleReplacements>\n</featuresProcessing>\n").toString();
    }

    private boolean isKnown(Ledger.Entry entry, Function<String, Path> files) {
        String replacement = files.apply(entry.current().file()).toUri().toString();
        return bundles().filter(bundle -> entry.origin().equals(listedAs(bundle))).allMatch(bundle -> replacement.equals(bundle.getLocation()));
    }

    private Stream<BundleInfo> bundles() {
        FeaturesService service = features.get();
        if (service == null) {
            return Stream.empty();
        }
        try {
            return Arrays.stream(service.listInstalledFeatures()).flatMap(FeatureRecord::bundles);
        } catch (Exception e) {
            return Stream.empty();
        }
    }

    private static Stream<BundleInfo> bundles(Feature feature) {
        return Stream.concat(feature.getBundles().stream(), feature.getConditional().stream().flatMap(condition -> condition.getBundles().stream()));
    }

    private static String listedAs(BundleInfo bundle) {
        return bundle.isOverriden() == BundleOverrideMode.NONE || bundle.getOriginalLocation() == null ? bundle.getLocation() : bundle.getOriginalLocation();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
