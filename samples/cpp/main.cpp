/*
 * Lists the 20 best next items after a session:
 *
 *     ./next-items student.odr 12 5 9
 *
 * Items are the catalog's own ids where the model has them, else numbers from 1.
 */
#include <ondevicerec.hpp>

#include <iomanip>
#include <iostream>

int main(int argc, char **argv)
{
    if (argc < 3) {
        std::cerr << "usage: next-items MODEL ITEM...\n";
        return 2;
    }

    try {
        odr::Model model(argv[1]);
        odr::History history(model);
        for (int i = 2; i < argc; i++) history.append(model.item_of_text(argv[i]));
        std::cout << std::fixed << std::setprecision(4);
        for (odr::Recommendation next : history.recommend(20)) std::cout << model.text_of(next.item) << ' ' << next.score << '\n';
        return 0;
    } catch (const odr::Error &error) {
        std::cerr << "next-items: " << error.what() << '\n';
        return 1;
    }
}
