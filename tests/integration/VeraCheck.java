// Holds PDF files against profiles of veraPDF: `java -cp JARS VeraCheck.java ua1,3a FILE...`.
// One line for each profile and file, and one below for each rule that is broken.

import java.io.File;
import java.util.HashSet;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class VeraCheck {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean compliant = true;
        for (String profile : arguments[0].split(",")) {
            for (int place = 1; place < arguments.length; place++) {
                compliant &= check(PDFAFlavour.byFlavourId(profile), arguments[place]);
            }
        }
        System.exit(compliant ? 0 : 1);
    }

    private static boolean check(PDFAFlavour flavour, String path) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(path), flavour)) {
            ValidationResult result =
                Foundries.defaultInstance().createValidator(flavour, 100, false, false, false).validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            System.out.printf("%s %s %s checks=%d%n", verdict, flavour.getId(), path, result.getTotalAssertions());
            Set<String> said = new HashSet<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                if (assertion.getStatus() == TestAssertion.Status.FAILED && said.add(rule)) {
                    System.out.printf("   %s %s%n", rule, assertion.getMessage());
                }
            }
            return result.isCompliant();
        }
    }
}
